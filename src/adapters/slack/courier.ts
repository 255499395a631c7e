import { backoffMs } from '../../model/backoff.ts';
import { betweenEditsMs } from '../../model/sent.ts';
import type { Words } from '../../words.ts';
import type { ChannelDeps, LiveText } from './channel-deps.ts';
import { withoutDeletedAsks } from './deleted-asks.ts';
import { type Edited, editedNow, nextMove, noteBehind } from './next-move.ts';
import { postedMessages } from './posted-messages.ts';
import { type PostingTurn, postingTurn } from './posting-turn.ts';
import { sendMove } from './send.ts';
import { slackTroubleOf } from './trouble.ts';

/** Keeps one run's messages as they should be. */
export type Courier = {
  wake(live: LiveText | null): void;
  /** Wakes it, and what asks is looked for in Slack first. */
  doubt(): void;
  busy(): boolean;
  /** Why the channel took nothing at the last try, where a person has to act. */
  blocked(): Words | null;
  /** Nothing to do and nothing in mind: another courier could do as well. */
  idle(): boolean;
  settled(): Promise<void>;
  /** Resolves after the next move that is decided from now on, or once there is none to make. */
  moved(): Promise<void>;
  stop(): Promise<void>;
};

const longestMs = 60_000;
/** Another process tends the run: it lets go as soon as all is shown. */
const byAnotherMs = 400;
const lookAgainMs = 2_000;

/** What is remembered of one run between two looks. */
const memory = (turn: PostingTurn) => ({
  turn,
  live: null as LiveText | null,
  /** Shown again since the last look. */
  dirty: false,
  /** Somebody may have deleted what asks. */
  doubted: false,
  failures: 0,
  blocked: null as Words | null,
  edited: new Map<string, Edited>(),
  told: new Set<string>(),
  /** Who waits for the next move. */
  waiting: [] as (() => void)[],
  /** Ends a wait between edits: a new state must not wait for an old edit. */
  waker: new AbortController(),
});
type Memory = ReturnType<typeof memory>;

const wakeAll = (waiting: readonly (() => void)[]): void => {
  for (const wake of waiting) wake();
};

/** One look and one move. True: there may be more to do. */
const pass = async (run: string, deps: ChannelDeps, mind: Memory): Promise<boolean> => {
  mind.dirty = false;
  mind.waker = new AbortController();
  const waiting = [...mind.waiting];
  const held = await mind.turn.take();
  if (held === null) return mind.dirty;
  if (held === 'by-another') {
    // Not cut short by a wake: output may come many times a second.
    await deps.clock.sleep(byAnotherMs);
    return true;
  }
  const page = await deps.draw(run, mind.live);
  if (!page) return mind.dirty;
  if (!page.live) mind.live = null;
  const posted = await postedMessages(deps, page, held);
  const stands = mind.doubted ? await withoutDeletedAsks(run, deps, page, posted) : posted;
  mind.doubted = false;
  mind.turn.sure();
  noteBehind(page, stands, mind.edited, deps.clock.elapsed());
  const move = nextMove(page, stands, mind.edited, deps.clock.elapsed());
  if (move.do === 'nothing') {
    await mind.turn.shown(page.seq);
    if (!mind.dirty) wakeAll(mind.waiting.splice(0));
    return mind.dirty;
  }
  if (move.do === 'wait') {
    const leftMs = move.until - deps.clock.elapsed();
    // Only progress is left to tell: nobody waits for that, and what another process writes meanwhile wakes nobody here.
    if (leftMs > betweenEditsMs) wakeAll(mind.waiting.splice(0));
    await deps.clock.sleep(Math.min(leftMs, lookAgainMs), mind.waker.signal).catch(() => {});
    return true;
  }
  if (!(await mind.turn.keep())) return true;
  const { key } = move.message;
  mind.edited.set(key, editedNow(move.message, mind.edited.get(key), deps.clock.elapsed()));
  if (!(await sendMove(deps, held, page, move))) mind.turn.lost();
  mind.failures = 0;
  mind.blocked = null;
  mind.waiting = mind.waiting.filter(each => !waiting.includes(each));
  wakeAll(waiting);
  return true;
};

/** Says what a person has to mend, once, and answers how long to wait before the next try. */
const failed = async (run: string, deps: ChannelDeps, mind: Memory, error: unknown): Promise<number> => {
  const trouble = slackTroubleOf(error);
  if (trouble.is === 'wait') return trouble.ms;
  mind.failures++;
  mind.blocked = trouble.is === 'blocked' ? trouble.words : null;
  // Another process may do better, where only this one cannot reach Slack.
  await mind.turn.letGo();
  if (mind.failures === 1)
    deps.log(`run ${run}: its messages could not be brought up to date (${String(error)}); trying again`);
  if (trouble.is === 'blocked' && !mind.told.has(trouble.code)) {
    mind.told.add(trouble.code);
    deps.onTrouble(run, trouble.words);
  }
  return backoffMs(mind.failures, { longestMs });
};

export const courier = (run: string, deps: ChannelDeps, onIdle: () => void): Courier => {
  const mind = memory(postingTurn(run, deps));
  const stopping = new AbortController();
  let working: Promise<void> | null = null;

  const work = async (): Promise<void> => {
    let more = true;
    while (more && !stopping.signal.aborted) {
      try {
        more = await pass(run, deps, mind);
      } catch (error) {
        await deps.clock.sleep(await failed(run, deps, mind, error), stopping.signal).catch(() => {});
      }
    }
    await mind.turn.letGo();
  };
  const start = (): void => {
    working ??= work().finally(() => {
      working = null;
      if (mind.dirty && !stopping.signal.aborted) start();
      else onIdle();
    });
  };

  const wake = (live: LiveText | null): void => {
    if (stopping.signal.aborted) return;
    if (live) mind.live = live;
    mind.dirty = true;
    mind.waker.abort();
    start();
  };
  return {
    wake,
    doubt: () => {
      mind.doubted = true;
      wake(null);
    },
    busy: () => working !== null,
    blocked: () => mind.blocked,
    idle: () => working === null && mind.live === null,
    settled: async () => {
      while (working) await working;
    },
    moved: () =>
      new Promise(resolve => {
        mind.waiting.push(resolve);
      }),
    stop: async () => {
      stopping.abort();
      mind.waker.abort();
      await working;
    },
  };
};
