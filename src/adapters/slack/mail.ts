import { sent } from '../../model/sent.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Addressee, Letter, Mail } from '../../ports/mail.ts';
import { livingMessage, waitAfter } from './living.ts';
import type { MailDeps } from './mail-deps.ts';
import type { Shown } from './plainer.ts';

/** Bolt's respond() has no timeout of its own. */
const respondMs = 4_000;
/** How long one way to a person is tried. */
const patienceMs = 20_000;

const inTime = async (clock: Clock, what: Promise<unknown>): Promise<void> => {
  const late = new AbortController();
  const tooLate = clock.sleep(respondMs, late.signal).then(() => {
    if (!late.signal.aborted) throw new Error('Slack did not take the answer in time');
  });
  tooLate.catch(() => {});
  await Promise.race([what, tooLate]).finally(() => late.abort());
};

/** One way to a person, tried while Slack says that it may work yet. */
const tried = async (
  deps: MailDeps,
  letter: Letter,
  way: (shown: Shown) => Promise<unknown>,
): Promise<boolean> => {
  const began = deps.clock.elapsed();
  for (let failures = 1; ; failures++) {
    try {
      await deps.drawings.send(null, letter, way);
      return true;
    } catch (error) {
      const wait = waitAfter(error, failures);
      if (wait === null || deps.clock.elapsed() - began + wait > patienceMs) return false;
      await deps.clock.sleep(wait);
    }
  }
};

const privately = (deps: MailDeps, to: Addressee) => {
  const { person, channel } = to;
  const { web, clock, drawings, log } = deps;
  let responds = to.respond !== null;
  let turn: Promise<void> = Promise.resolve();
  const byRespond = async (letter: Letter): Promise<boolean> => {
    if (!responds || !to.respond) return false;
    const message = { ...sent(drawings.best(letter)), response_type: 'ephemeral', replace_original: false };
    responds = await inTime(clock, to.respond(message)).then(
      () => true,
      () => false,
    );
    return responds;
  };
  const bring = async (letter: Letter): Promise<void> => {
    if (await byRespond(letter)) return;
    const here = (shown: Shown) => web.chat.postEphemeral({ ...sent(shown), channel, user: person });
    const direct = (shown: Shown) => web.chat.postMessage({ ...sent(shown), channel: person });
    const ways = channel === '' ? [direct] : [here, direct];
    for (const way of ways) if (await tried(deps, letter, way)) return;
    log(`could not tell ${person} in ${channel}: ${letter.text}`);
  };
  return (letter: Letter): Promise<void> => {
    turn = turn.then(() => bring(letter));
    return turn;
  };
};

/** What the bot says beside its runs' cards, by whatever way there is. */
export const createMail = (deps: MailDeps): Mail => ({
  privately: to => privately(deps, to),
  living: (to, ts) =>
    livingMessage(deps, to, ts, async letter => {
      const message = {
        ...sent(deps.drawings.best(letter)),
        response_type: 'in_channel',
        replace_original: false,
      };
      // Where the bot is no member the command itself still reaches the channel.
      const said = to.respond ? inTime(deps.clock, to.respond(message)) : Promise.reject();
      await said.catch(() => privately(deps, to)(letter));
    }),
});
