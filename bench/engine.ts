import { openJournal } from '../src/adapters/journal/open-journal.ts';
import type { Journal } from '../src/ports/journal.ts';
import type { RunEvent } from '../src/runs/events.ts';
import { parseEvent } from '../src/runs/parse-event.ts';
import { addFinishedRuns, coldStart } from './cold-start.ts';
import { type Store, stores } from './stores.ts';
import { emptyProcess, takeover } from './takeover.ts';
import { at, round, timesOf } from './times.ts';
import { typicalRun } from './typical-run.ts';

/** Milliseconds and kilobytes, on the disk that TMPDIR is on. Each `…Ratio` compares with the bare thing of the same run. */
export type EngineRow = {
  readonly store: 'sqlite' | 'postgres';
  /** An intent and an end, each acknowledged before the next, by bare rows of the same text made durable. */
  readonly stepMsP50: number;
  readonly stepMsP99: number;
  readonly bareStepMsP50: number;
  readonly stepRatio: number;
  /** From a driver's SIGKILL to another process that drives the run, by a process that starts and does nothing. */
  readonly takeoverSameHostMs: number;
  readonly takeoverSameHostRatio: number;
  readonly takeoverOtherReplicaMs: number;
  readonly takeoverOtherReplicaRatio: number;
  readonly emptyProcessMs: number;
  /** From before the journal is opened until the bot listens, with 10,000 finished runs, by the same with none. */
  readonly coldStartMs: number;
  readonly coldStartEmptyMs: number;
  readonly coldStartRatio: number;
  /** The same from the start of its process, Node and the reading of the code included. */
  readonly coldProcessMs: number;
  /** Of a run as the gentle route writes it, by its texts in a bare table. */
  readonly kilobytesPerRun: number;
  readonly bareKilobytesPerRun: number;
  readonly growthRatio: number;
};

const steps = 500;

export const benchEngine = async (note: (line: string) => void): Promise<EngineRow[]> => {
  const typical = await typicalRun();
  const rows: EngineRow[] = [];
  for (const open of stores) rows.push(await benchOn(await open(), typical, note));
  return rows;
};

const benchOn = async (
  store: Store,
  typical: readonly RunEvent[],
  note: (line: string) => void,
): Promise<EngineRow> => {
  const journal = await openJournal({ ...store.place, holder: 'bench', parse: parseEvent });
  try {
    note(`${store.name}: steps`);
    const step = await steppingThrough(store, journal, typical);
    note(`${store.name}: growth`);
    const growth = await growing(store, journal, typical);
    note(`${store.name}: takeover`);
    const taking = await takingOver(store);
    note(`${store.name}: start`);
    for (const row of await journal.rows({ live: true })) await finish(journal, row.run);
    const start = await starting(store, typical);
    return { store: store.name, ...step, ...taking, ...start, ...growth };
  } finally {
    await journal.close();
    await store.close();
  }
};

const of = <Kind extends RunEvent['kind']>(typical: readonly RunEvent[], kind: Kind): RunEvent => {
  const found = typical.findLast(event => event.kind === kind);
  if (!found) throw new Error(`The typical run has no ${kind}.`);
  return found;
};

const claimed = async (journal: Journal<RunEvent>, run: string, first: RunEvent) => {
  await journal.open({ run, cluster: run }, first);
  const lease = await journal.claim(run);
  if (!lease) throw new Error(`${run} could not be claimed.`);
  return async (event: RunEvent) => {
    const written = await journal.write({ run, events: [event], as: { lease } });
    if (!written.ok) throw new Error(`${run} was ${written.why}.`);
  };
};

const finish = async (journal: Journal<RunEvent>, run: string): Promise<void> => {
  const row = await journal.row(run);
  await journal.write({ run, events: [], as: { expectSeq: row?.seq ?? 0 }, then: 'finish' });
};

const steppingThrough = async (store: Store, journal: Journal<RunEvent>, typical: readonly RunEvent[]) => {
  const pair = [of(typical, 'began'), of(typical, 'ended')];
  const write = await claimed(journal, 'bench', of(typical, 'started'));
  const stepMs = await timesOf(steps, async () => {
    for (const event of pair) await write(event);
  });
  const bareMs = await timesOf(steps, async () => {
    for (const event of pair) await store.insert(JSON.stringify(event));
  });
  const [stepMsP50, bareStepMsP50] = [at(stepMs, 0.5), at(bareMs, 0.5)];
  return {
    stepMsP50,
    stepMsP99: at(stepMs, 0.99),
    bareStepMsP50,
    stepRatio: round(stepMsP50 / bareStepMsP50),
  };
};

const growing = async (store: Store, journal: Journal<RunEvent>, typical: readonly RunEvent[]) => {
  const runs = 20;
  const [first, ...others] = typical;
  if (!first) throw new Error('The typical run is empty.');
  const [before, bareBefore] = [await store.bytes(), await store.bareBytes()];
  for (let nth = 0; nth < runs; nth++) {
    const write = await claimed(journal, `growth-${nth}`, first);
    for (const event of others) await write(event);
    await finish(journal, `growth-${nth}`);
    for (const event of typical) await store.insert(JSON.stringify(event));
  }
  const per = (bytes: number) => round(bytes / runs / 1_024);
  const [kilobytesPerRun, bareKilobytesPerRun] = [
    per((await store.bytes()) - before),
    per((await store.bareBytes()) - bareBefore),
  ];
  return {
    kilobytesPerRun,
    bareKilobytesPerRun,
    growthRatio: round(kilobytesPerRun / bareKilobytesPerRun),
  };
};

const takingOver = async (store: Store) => {
  const emptyProcessMs = await emptyProcess();
  const takeoverSameHostMs = at(await takeover(store, true), 0.5);
  const takeoverOtherReplicaMs = at(await takeover(store, false), 0.5);
  return {
    takeoverSameHostMs,
    takeoverSameHostRatio: round(takeoverSameHostMs / emptyProcessMs),
    takeoverOtherReplicaMs,
    takeoverOtherReplicaRatio: round(takeoverOtherReplicaMs / emptyProcessMs),
    emptyProcessMs,
  };
};

const starting = async (store: Store, typical: readonly RunEvent[]) => {
  const empty = await coldStart(store);
  await addFinishedRuns(store, typical);
  const cold = await coldStart(store);
  return {
    coldStartMs: cold.startMs,
    coldStartEmptyMs: empty.startMs,
    coldStartRatio: round(cold.startMs / empty.startMs),
    coldProcessMs: cold.processMs,
  };
};
