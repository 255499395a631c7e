import { sent } from '../../model/sent.ts';
import type { OutboxTurn } from '../../ports/outbox.ts';
import type { ChannelDeps } from './channel-deps.ts';
import { anchored, lateBlocks, metadata, type Page } from './message.ts';
import type { Act } from './next-move.ts';
import type { Shown } from './plainer.ts';
import { slackTroubleOf } from './trouble.ts';

/** Answers the ts under which the message stands. */
const sendDrawn = async (
  deps: ChannelDeps,
  run: string,
  page: Page,
  act: Act,
  shown: Shown,
): Promise<string> => {
  const late = lateBlocks(act.message, act.do === 'edit' ? Number(act.ts) * 1000 : deps.clock.now());
  // Where not even a block was taken, there is none for this either.
  const blocks = shown.blocks.length > 0 ? [...shown.blocks, ...late] : shown.blocks;
  const message = {
    ...sent({ ...shown, blocks: anchored(blocks, page) }),
    channel: page.channel,
    metadata: metadata(run, act.message.key, page),
  };
  if (act.do === 'edit') {
    await deps.web.chat.update({ ...message, ts: act.ts });
    return act.ts;
  }
  const thread = act.thread === null ? {} : { thread_ts: act.thread };
  return (await deps.web.chat.postMessage({ ...message, ...thread })).ts ?? '';
};

const send = (deps: ChannelDeps, run: string, page: Page, act: Act): Promise<string> =>
  deps.drawings.send(`${run} ${act.message.key}`, act.message, shown =>
    sendDrawn(deps, run, page, act, shown),
  );

/** A reply whose headline is gone stands by itself: better seen twice than nowhere. */
const anew = (act: Act): Act => ({
  do: 'post',
  message: act.message,
  digest: act.digest,
  thread: act.do === 'edit' ? act.headline : null,
});

const sendOrMend = async (deps: ChannelDeps, run: string, page: Page, act: Act): Promise<string> => {
  try {
    return await send(deps, run, page, act);
  } catch (error) {
    const trouble = slackTroubleOf(error);
    if (trouble.is !== 'gone') throw error;
    deps.log(`run ${run}: ${act.message.key} was deleted in Slack; posting it again`);
    return send(deps, run, page, anew(act));
  }
};

/** Posts or edits one message, and writes down under which ts it stands. False: another process tends the run by now. */
export const sendMove = async (
  deps: ChannelDeps,
  turn: OutboxTurn,
  page: Page,
  act: Act,
): Promise<boolean> => {
  const { run } = turn;
  const ts = await sendOrMend(deps, run, page, act);
  const { key } = act.message;
  return deps.journal.savePosted({ run, key, channel: page.channel, ts, digest: act.digest }, turn);
};
