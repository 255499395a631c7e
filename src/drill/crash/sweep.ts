import { setTimeout as sleep } from 'node:timers/promises';
import { openJournal } from '../../adapters/journal/open-journal.ts';
import type { RunEvent } from '../../runs/events.ts';
import { parseEvent } from '../../runs/parse-event.ts';
import type { Journal } from '../../world.ts';
import { faults } from '../foundation/faults/index.ts';
import { cutDatabase, killCommand } from './blows.ts';
import { type CrashBox, openCrashBox } from './crash-box.ts';
import { type Ack, effectOf, judge, keyOf } from './judge.ts';
import { type Look, startPeople } from './people.ts';
import { type Blow, makePlan, randomFrom } from './plan.ts';
import { startReplicas } from './replicas.ts';

export type SweepOptions = {
  readonly store: 'sqlite' | 'postgres';
  readonly kills: number;
  readonly seed: number;
  /** Leave the folder with the replicas' logs. */
  readonly keep: boolean;
  readonly note: (line: string) => void;
  /** postgres://…; a throw-away server where there is none. */
  readonly databaseUrl: string | undefined;
  readonly path: string;
};

export type Figures = {
  readonly store: string;
  readonly seed: number;
  runs: number;
  healed: number;
  kills: number;
  stops: number;
  commandKills: number;
  databaseCuts: number;
  points: number;
  acksGiven: number;
  acksLost: number;
  blindReruns: number;
  effectsWithoutIntent: number;
  unapproved: number;
  journalGaps: number;
  twoLiveRuns: number;
  unfinished: number;
  endedByThemselves: number;
  takeoverMsP50: number;
  takeoverMsP99: number;
  seconds: number;
};

const zeroes = [
  'acksLost',
  'blindReruns',
  'effectsWithoutIntent',
  'unapproved',
  'journalGaps',
  'twoLiveRuns',
  'unfinished',
  'endedByThemselves',
] as const;

/** A run that nothing is written to for this long, though its people click and its processes live, is stuck. */
const longestSilenceMs = 120_000;
/** Longer than a lease, shorter than the patience for a lock that a stopped process may hold. */
const stopMs = 4_000;

const at = (values: readonly number[], share: number): number =>
  Math.round(
    values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0,
  );

const databaseOf = async ({ store, databaseUrl }: SweepOptions) => {
  if (store === 'sqlite') return null;
  if (databaseUrl) return { url: databaseUrl, stop: async () => {} };
  // Only where no server is given: the tests' own throw-away one.
  const { startPostgres } = await import('../../../test/support/postgres.ts');
  return startPostgres();
};

/** Two bots on one store recover cluster after cluster while their processes are killed at every point, and the foundation
 *  counts what really happened. */
export const sweep = async (options: SweepOptions): Promise<{ ok: boolean; figures: Figures }> => {
  const startedAt = Date.now();
  const database = await databaseOf(options);
  const box = await openCrashBox(options.path, database?.url ?? null);
  const journal = await openJournal<RunEvent>({
    dataDir: `${box.folder}/bot`,
    databaseUrl: database?.url,
    holder: 'crash-sweep',
    parse: parseEvent,
  });
  const random = randomFrom(options.seed);
  const figures: Figures = {
    store: options.store,
    seed: options.seed,
    runs: 0,
    healed: 0,
    kills: 0,
    stops: 0,
    commandKills: 0,
    databaseCuts: 0,
    points: 0,
    acksGiven: 0,
    acksLost: 0,
    blindReruns: 0,
    effectsWithoutIntent: 0,
    unapproved: 0,
    journalGaps: 0,
    twoLiveRuns: 0,
    unfinished: 0,
    endedByThemselves: 0,
    takeoverMsP50: 0,
    takeoverMsP99: 0,
    seconds: 0,
  };
  options.note(`crash sweep on ${options.store}, seed ${options.seed}, logs in ${box.folder}`);
  const plan = makePlan({
    kills: options.kills,
    random,
    soFar: () => figures.kills,
    database: options.store === 'postgres',
  });
  let route = '';
  const strike = (blow: Blow, point: string) => {
    switch (blow) {
      case 'none':
        return 'go on' as const;
      case 'kill':
        figures.kills++;
        return 'die' as const;
      case 'stop':
        figures.stops++;
        return { stopMs };
      case 'kill the command':
        figures.commandKills++;
        void killCommand(box.folder, point);
        return 'go on' as const;
      case 'cut the database':
        figures.databaseCuts++;
        void cutDatabase(database?.url ?? '');
        return 'go on' as const;
      default:
        return blow satisfies never;
    }
  };
  const replicas = startReplicas(2, box.env, box.folder, ({ point }) =>
    route === '' ? 'go on' : strike(plan.blowAt(route, point), point),
  );
  const people = startPeople(box.workspace, look => whatHappened(box, journal, look));
  try {
    await replicas.allListen();
    while (figures.kills < options.kills && figures.unfinished < 3) {
      route = figures.runs % 2 === 0 ? 'gentle' : 'original';
      await playOne({ box, journal, figures, route, acks: people.acks, note: options.note });
    }
    route = '';
  } finally {
    people.stop();
    await replicas.stop();
  }
  const rows = await journal.rows({ limit: 10_000 });
  figures.twoLiveRuns = overlapping(rows);
  figures.acksGiven = people.acks().length;
  figures.points = plan.covered.size;
  figures.endedByThemselves = replicas.deaths.length;
  for (const death of replicas.deaths) options.note(death);
  figures.takeoverMsP50 = at(replicas.takeovers, 0.5);
  figures.takeoverMsP99 = at(replicas.takeovers, 0.99);
  figures.seconds = Math.round((Date.now() - startedAt) / 1000);
  await journal.close();
  const ok = zeroes.every(name => figures[name] === 0);
  if (ok && !options.keep) await box.stop();
  else await box.foundation.stop().then(() => box.workspace.close());
  await database?.stop();
  return { ok, figures };
};

type Playing = {
  readonly box: CrashBox;
  readonly journal: Journal<RunEvent>;
  readonly figures: Figures;
  readonly route: string;
  readonly acks: () => readonly Ack[];
  readonly note: (line: string) => void;
};

/** One fault, one `/pks recover`, and everything until the run has ended; then what was seen is held against the journal. */
const playOne = async ({ box, journal, figures, route, acks, note }: Playing): Promise<void> => {
  const { foundation, workspace } = box;
  const since = Date.now();
  const injected = await faults['raft-log-lost'].inject(foundation.machines);
  const before = foundation.effects.all().length;
  const known = new Set((await journal.rows({ limit: 10_000 })).map(row => row.run));
  const row = await started(journal, known, () =>
    workspace.as(workspace.ids.onCall).slash(`/pks recover --route ${route}`),
  );
  const finished = row !== null && (await ended(journal, row));
  injected.release();
  figures.runs++;
  if (!row || !finished) figures.unfinished++;
  const entries = row ? await journal.read(row) : [];
  const effects = foundation.effects.all().slice(before);
  const judged = judge(
    entries,
    effects,
    acks().filter(ack => ack.run === row),
  );
  const last = entries.at(-1)?.event;
  const outcome = last?.kind === 'finished' ? last.outcome : 'unfinished';
  if (outcome === 'healed') figures.healed++;
  for (const name of [
    'acksLost',
    'blindReruns',
    'effectsWithoutIntent',
    'journalGaps',
    'unapproved',
  ] as const) {
    figures[name] += judged[name];
    if (judged[name] > 0)
      note(`  ${name}: ${judged[name]} in ${row}\n${JSON.stringify({ entries, effects })}`);
  }
  note(
    `${figures.runs}. ${route} ${row ?? 'never started'}: ${outcome}, ${entries.length} entries, ${figures.kills} kills, ${figures.stops} stops, ${Math.round((Date.now() - since) / 1000)} s`,
  );
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
  let [seq, since] = [0, Date.now()];
  while (Date.now() - since < longestSilenceMs) {
    const row = await journal.row(run);
    if (row?.finishedAt) return true;
    if (row && row.seq !== seq) [seq, since] = [row.seq, Date.now()];
    await sleep(100);
  }
  return false;
};

const overlapping = (rows: readonly { startedAt: number; finishedAt: number | null }[]): number => {
  const sorted = rows.toSorted((a, b) => a.startedAt - b.startedAt);
  return sorted.filter((row, at) => at > 0 && row.startedAt < (sorted[at - 1]?.finishedAt ?? Infinity))
    .length;
};

/** What a careful person answers: waits for the Director's tasks to end, then looks whether the act is there. */
const whatHappened = async (
  { foundation }: CrashBox,
  journal: Journal<RunEvent>,
  { run, step, ask }: Look,
): Promise<'happened' | 'again' | 'wait'> => {
  const busy = foundation.director
    .tasks()
    .some(task => ['queued', 'processing', 'cancelling'].includes(task.state));
  if (busy) return 'wait';
  if (ask === 'stuck') return 'again';
  const entries = await journal.read(run);
  const first = entries[0]?.event;
  const began = entries.findLast(({ event }) => event.kind === 'began' && event.step === step);
  const key = effectOf(step, first?.kind === 'started' ? first.target : '');
  const seen = foundation.effects
    .all()
    .some(effect => keyOf(effect) === key && effect.at >= (began?.at ?? 0));
  return seen ? 'happened' : 'again';
};
