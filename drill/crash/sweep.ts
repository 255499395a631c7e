import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { cutDatabase, jumpFolders, killCommand, loseJumpHost, sweeper } from './blows.ts';
import { type CrashBox, openCrashBox } from './crash-box.ts';
import { enoughAcks, type Figures, newFigures, wanting } from './figures.ts';
import { judgeAll } from './judge-all.ts';
import { startPeople } from './people.ts';
import { type Blow, everyPointFrom, makePlan, type Plan, randomFrom } from './plan.ts';
import { type Played, playOne, whatHappened } from './play.ts';
import { type Fate, startReplicas } from './replicas.ts';

export type SweepOptions = {
  readonly store: 'sqlite' | 'postgres';
  /** 'separate': one bot at a time, each next one with a jump host of its own, which has no record of what was begun. Two
   *  that live at once drive nothing (test/app/two-fences.test.ts). */
  readonly jumpHosts: 'one' | 'separate';
  /** Every second death takes the jump host's folder with it. */
  readonly jumpHostLost: boolean;
  readonly kills: number;
  readonly seed: number;
  /** Leave the folder with the replicas' logs. */
  readonly keep: boolean;
  readonly note: (line: string) => void;
  /** postgres://…; a throw-away server where there is none. */
  readonly databaseUrl: string | undefined;
  readonly path: string;
};

/** Longer than a lease, shorter than the patience for a lock that a stopped process may hold. */
const stopMs = 4_000;
/** What a zombie might still do comes within a stop and the command that it then starts. */
const stillMs = 6_000;
const tooManyUnfinished = 3;

const at = (values: readonly number[], share: number): number =>
  Math.round(
    values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0,
  );

const databaseOf = async ({ store, databaseUrl }: SweepOptions) => {
  if (store === 'sqlite') return null;
  if (databaseUrl) return { url: databaseUrl, stop: async () => {} };
  // Only where no server is given: the tests' own throw-away one.
  const { startPostgres } = await import('../../test/support/postgres.ts');
  return startPostgres();
};

/** Two bots on one store recover cluster after cluster while their processes are killed at every point, and the foundation
 *  counts what really happened. */
export const sweep = async (options: SweepOptions): Promise<{ ok: boolean; figures: Figures }> => {
  const startedAt = Date.now();
  const database = await databaseOf(options);
  const box = await openCrashBox(options.path, database?.url ?? null);
  const { jumpHosts, jumpHostLost } = options;
  options.note(
    `crash sweep on ${options.store}, jump hosts ${jumpHosts}, seed ${options.seed}, logs in ${box.folder}`,
  );
  const journal = await openJournal<RunEvent>({
    dataDir: `${box.folder}/bot`,
    databaseUrl: database?.url,
    holder: sweeper,
    parse: parseEvent,
  });
  const figures = newFigures(options);
  const { plan, strike } = striking(options, figures, box, database?.url ?? null);
  let route = '';
  const isSeparate = jumpHosts === 'separate';
  let deaths = 0;
  const replicas = startReplicas({
    count: isSeparate ? 1 : 2,
    env: box.env,
    jumpFolder: nth => (isSeparate ? [join(box.folder, jumpFolders[nth % 2 === 0 ? 1 : 0])] : []),
    logFolder: box.folder,
    fate: ({ point }) => (route === '' ? 'go on' : strike(plan.blowAt(route, point), point)),
    onDeath: () => {
      if (jumpHostLost && ++deaths % 2 === 0) loseJumpHost(box.folder);
    },
  });
  const people = startPeople(box.workspace, look => whatHappened(box, journal, look));
  const played: Played[] = [];
  try {
    await replicas.allListen();
    await playAll(
      options,
      figures,
      plan,
      () => people.acks().length,
      async next => {
        route = next;
        const one = await playOne(box, journal, next);
        played.push(one);
        return one;
      },
    );
    route = '';
    await sleep(stillMs);
  } finally {
    people.stop();
    await replicas.stop();
  }
  const rows = await journal.rows({ limit: 10_000 });
  const acks = people.acks();
  const entries = await entriesOf(journal, [...rows, ...acks]);
  await journal.close();
  const faults = judgeAll({
    played,
    entries,
    effects: box.foundation.effects.all(),
    acks,
    messages: box.workspace.messages(),
    struck: options.kills >= everyPointFrom ? plan.struck : null,
  });
  for (const { name, count, of } of faults) {
    figures[name] += count;
    options.note(`${name}: ${of}`);
  }
  for (const death of replicas.deaths) options.note(death);
  figures.healed = played.filter(({ run }) => isHealed(entries.get(run ?? '') ?? [])).length;
  figures.twoLiveRuns = overlapping(rows);
  figures.acksGiven = acks.length;
  figures.endedByThemselves = replicas.deaths.length;
  figures.takeoverMsP50 = at(replicas.takeovers, 0.5);
  figures.takeoverMsP99 = at(replicas.takeovers, 0.99);
  figures.seconds = Math.round((Date.now() - startedAt) / 1000);
  const wants = wanting(figures, options.kills);
  for (const want of wants) options.note(`not shown: ${want}`);
  if (wants.length === 0 && !options.keep) await box.stop();
  else await box.foundation.stop().then(() => box.workspace.close());
  await database?.stop();
  return { ok: wants.length === 0, figures };
};

/** The plan, and what carries out its blows and counts those that landed. */
const striking = (options: SweepOptions, figures: Figures, box: CrashBox, databaseUrl: string | null) => {
  const landed = new Set<Blow>();
  const land = (blow: Blow, name: 'commandKills' | 'databaseCuts', struck: Promise<boolean>) =>
    void struck
      .then(did => {
        if (!did) return;
        figures[name]++;
        landed.add(blow);
      })
      .catch(error => options.note(`${blow}: ${String(error)}`));
  const plan = makePlan({
    kills: options.kills,
    random: randomFrom(options.seed),
    soFar: () => figures.kills,
    landed: () => landed,
    database: databaseUrl !== null,
  });
  const strike = (blow: Blow, point: string): Fate => {
    switch (blow) {
      case 'none':
        return 'go on';
      case 'kill':
        figures.kills++;
        return 'die';
      case 'stop':
        figures.stops++;
        landed.add(blow);
        return { stopMs };
      case 'kill the command':
        land(blow, 'commandKills', killCommand(box.folder, point));
        return 'go on';
      case 'cut the database':
        land(blow, 'databaseCuts', cutDatabase(databaseUrl ?? ''));
        return 'go on';
      default:
        return blow satisfies never;
    }
  };
  return { plan, strike };
};

/** Twelve minutes a store, with its end and its judgement, and as long as it takes for more kills; what is not shown by then is named. */
const longestMs = 11 * 60_000;
const longestLongMs = 4 * 3_600_000;

/** Both routes in turn until enough were killed and, where every point is to be struck, enough people were told that their
 *  click was taken, a run of each route met no new point, and none is left that never was struck. */
const playAll = async (
  { kills, note }: SweepOptions,
  figures: Figures,
  plan: Plan,
  acks: () => number,
  play: (route: string) => Promise<Played>,
): Promise<void> => {
  const everyPoint = kills >= everyPointFrom;
  const quiet = new Map<string, boolean>([
    ['gentle', false],
    ['original', false],
  ]);
  const everything = () =>
    ![...quiet.values()].includes(false) && acks() >= enoughAcks && plan.struck.size === plan.known.size;
  const until = Date.now() + (kills > everyPointFrom ? longestLongMs : longestMs);
  const more = () => Date.now() < until && (figures.kills < kills || (everyPoint && !everything()));
  while (more() && figures.unfinished < tooManyUnfinished) {
    const route = figures.runs % 2 === 0 ? 'gentle' : 'original';
    const [since, before] = [Date.now(), plan.known.size];
    const { run, ended } = await play(route);
    plan.runEnded(route);
    plan.runEnded('either');
    quiet.set(route, plan.known.size === before);
    figures.runs++;
    if (!ended) figures.unfinished++;
    figures.pointsKnown = plan.known.size;
    figures.pointsStruck = plan.struck.size;
    note(
      `${figures.runs}. ${route} ${run ?? 'never started'}${ended ? '' : ' UNFINISHED'}: ${plan.known.size - before} new points, ${figures.kills} kills, ${figures.stops} stops, ${Math.round((Date.now() - since) / 1000)} s`,
    );
  }
  for (const place of plan.known) if (everyPoint && !plan.struck.has(place)) note(`never struck: ${place}`);
};

const entriesOf = async (journal: Journal<RunEvent>, named: readonly { readonly run: string }[]) => {
  const entries = new Map<string, readonly Entry<RunEvent>[]>();
  for (const run of new Set(named.map(each => each.run))) entries.set(run, await journal.read(run));
  return entries;
};

const isHealed = (entries: readonly Entry<RunEvent>[]): boolean => {
  const last = entries.at(-1)?.event;
  return last?.kind === 'finished' && last.outcome === 'healed';
};

const overlapping = (rows: readonly { startedAt: number; finishedAt: number | null }[]): number => {
  const sorted = rows.toSorted((a, b) => a.startedAt - b.startedAt);
  return sorted.filter((row, nth) => nth > 0 && row.startedAt < (sorted[nth - 1]?.finishedAt ?? Infinity))
    .length;
};
