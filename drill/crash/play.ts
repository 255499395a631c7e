import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../../src/ports/journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { faults } from '../foundation/faults/index.ts';
import type { CrashBox } from './crash-box.ts';
import { effectOf, keyOf } from './judge.ts';
import type { Look } from './people.ts';

/** A run that nothing is written to for this long, though its people click and its processes live, is stuck. */
const longestSilenceMs = 120_000;
/** People who answer "again" for ever make entries too. */
const longestRunMs = 900_000;

/** One fault and what came of the run that was asked for. */
export type Played = {
  readonly route: string;
  /** null: nothing came of the command, however often it was typed. */
  readonly run: string | null;
  readonly ended: boolean;
  /** Effects that the foundation had counted when it began; all from here to the next one's are this run's. */
  readonly effectsBefore: number;
};

/** One fault, one `/pks recover`, and everything until the run has ended. */
export const playOne = async (
  { foundation, workspace }: CrashBox,
  journal: Journal<RunEvent>,
  route: string,
): Promise<Played> => {
  const effectsBefore = foundation.effects.all().length;
  const injected = await faults['raft-log-lost'].inject(foundation.machines);
  const known = new Set((await journal.rows({ limit: 10_000 })).map(row => row.run));
  const run = await started(journal, known, () =>
    workspace.as(workspace.ids.onCall).slash(`/pks recover --route ${route}`),
  );
  const played = { route, run, effectsBefore, ended: run !== null && (await ended(journal, run)) };
  await injected.release();
  return played;
};

/** Somebody types it again when nothing comes of it. */
const started = async (
  journal: Journal<RunEvent>,
  known: ReadonlySet<string>,
  type: () => Promise<unknown>,
): Promise<string | null> => {
  const deadline = Date.now() + longestSilenceMs;
  while (Date.now() < deadline) {
    void type().catch(() => {});
    for (let looks = 0; looks < 60; looks++) {
      await sleep(100);
      const row = (await journal.rows({ limit: 5 })).find(each => !known.has(each.run));
      if (row) return row.run;
    }
  }
  return null;
};

const ended = async (journal: Journal<RunEvent>, run: string): Promise<boolean> => {
  const until = Date.now() + longestRunMs;
  let [seq, since] = [0, Date.now()];
  while (Date.now() - since < longestSilenceMs && Date.now() < until) {
    const row = await journal.row(run);
    if (row?.finishedAt) return true;
    if (row && row.seq !== seq) [seq, since] = [row.seq, Date.now()];
    await sleep(100);
  }
  return false;
};

/** What a careful person answers: waits for the Director's tasks to end, then looks whether the act is there. */
export const whatHappened = async (
  { foundation }: CrashBox,
  journal: Journal<RunEvent>,
  { run, step, ask }: Look,
): Promise<'happened' | 'again' | 'wait'> => {
  const busy = foundation.director
    .tasks()
    .some(task => ['queued', 'processing', 'cancelling'].includes(task.state));
  if (busy) return 'wait';
  if (ask === 'stuck') return 'again';
  // Its output was its only proof and is gone: nothing can be done with it, and another one harms nobody.
  if (step === 'snapshot') return 'again';
  const entries = await journal.read(run);
  const first = entries[0]?.event;
  const began = entries.findLast(({ event }) => event.kind === 'began' && event.step === step);
  const key = effectOf(step, first?.kind === 'started' ? first.target : '');
  const seen = foundation.effects
    .all()
    .some(effect => keyOf(effect) === key && effect.at >= (began?.at ?? 0));
  return seen ? 'happened' : 'again';
};
