import type { Card } from '../src/messages/drawn.ts';
import { betweenEditsMs, sent } from '../src/model/sent.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** Draws into one message. Resolves when this card, or a newer one, stands there. */
type LivingMessage = (card: Card) => Promise<void>;

/** Edits one after the other, never closer than 1.2 s; a card that a newer one overtook is left out. */
const inTurn = (edit: (card: Card) => Promise<unknown>, deps: Deps): LivingMessage => {
  let newest: Card | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let lastAt = deps.clock.elapsed();
  const draw = async () => {
    const card = newest;
    if (!card) return;
    await deps.clock.sleep(Math.max(0, lastAt + betweenEditsMs - deps.clock.elapsed()));
    const freshest = newest ?? card;
    newest = null;
    lastAt = deps.clock.elapsed();
    await edit(freshest);
  };
  return async card => {
    newest = card;
    const mine = turn.then(draw, draw);
    turn = mine.catch(() => {});
    await mine;
  };
};

/** One message in the channel that fills in as more becomes known: a new one, or the one whose button was clicked. */
export const livingMessage = async (
  caller: Caller,
  first: Card,
  deps: Deps,
  ts = '',
): Promise<LivingMessage> => {
  const { channel, web } = caller;
  if (ts !== '') {
    return inTurn(card => web.chat.update({ ...sent(card), channel, ts }), deps);
  }
  try {
    const posted = await web.chat.postMessage({ ...sent(first), channel });
    return inTurn(card => web.chat.update({ ...sent(card), channel, ts: posted.ts ?? '' }), deps);
  } catch (error) {
    deps.log(`no message in ${channel} (${String(error)}): answering through the command instead`);
    await caller.tell(first);
    return inTurn(card => caller.tellAll(card), deps);
  }
};
