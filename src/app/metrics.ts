import { Counter, Gauge, Registry } from 'prom-client';
import type { Desk, Observed } from '../desk/desk-types.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { RunEvent } from '../runs/events.ts';
import { fold, openAsk } from '../runs/run.ts';

type Store = Pick<Journal<RunEvent>, 'rows' | 'read' | 'now'>;

const gauges = (registers: Registry[]) => {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `pks_rescue_${name}`, help, labelNames, registers });
  const counter = (name: string, help: string, ...labelNames: string[]) =>
    new Counter({ name: `pks_rescue_${name}_total`, help, labelNames, registers });
  return {
    looked: gauge('last_look_timestamp_seconds', 'When a cluster was last read to its end', 'cluster'),
    verdict: gauge('verdict', '1 for what is wrong with a cluster now', 'cluster', 'verdict'),
    tasks: gauge(
      'director_tasks',
      'Tasks that the Director ran for a deployment at the last look',
      'cluster',
    ),
    runs: gauge('live_runs', 'Runs that have not ended', 'state'),
    waiting: gauge('waiting_seconds', 'How long a run has waited for people', 'run', 'ask'),
    socket: gauge('socket_age_seconds', 'Since when Slack is connected; absent while it is not'),
    answers: counter('answers', 'What people answered, by this bot', 'answer', 'via'),
    events: counter('events', 'Entries that this bot wrote', 'kind'),
    ended: counter('runs_ended', 'Runs that this bot brought to an end', 'outcome'),
    redeliveries: counter('redeliveries', 'What Slack delivered again'),
  };
};
type Gauges = ReturnType<typeof gauges>;

const wrote = ({ answers, events, ended }: Gauges, event: RunEvent): void => {
  events.inc({ kind: event.kind });
  if (event.kind === 'answered') answers.inc({ answer: event.answer, via: event.via });
  if (event.kind === 'finished') ended.inc({ outcome: event.outcome });
};

/** A cluster has one verdict: the one before it goes. */
const lookedAt = ({ looked, verdict, tasks }: Gauges) => {
  const before = new Map<string, string>();
  return ({ seen, verdict: found }: Observed, now: number): void => {
    const { cluster } = seen;
    const was = before.get(cluster);
    if (was !== undefined) verdict.remove({ cluster, verdict: was });
    before.set(cluster, found.name);
    verdict.set({ cluster, verdict: found.name }, 1);
    looked.set({ cluster }, now / 1000);
    if (seen.tasks) tasks.set({ cluster }, seen.tasks.length);
  };
};

/** Asked of the store when somebody scrapes: what lives, and who is waited for. */
const readRuns = async ({ runs, waiting }: Gauges, journal: Store): Promise<void> => {
  const [live, now] = [await journal.rows({ live: true }), await journal.now()];
  const all = await Promise.all(live.map(async ({ run }) => fold(await journal.read(run))));
  runs.reset();
  waiting.reset();
  const open = all.flatMap(run => openAsk(run) ?? []);
  runs.set({ state: 'waiting' }, open.length);
  runs.set({ state: 'running' }, all.length - open.length);
  for (const run of all) {
    const ask = openAsk(run);
    if (ask) waiting.set({ run: run.id, ask: ask.asked.ask }, Math.max(0, now - ask.asked.at) / 1000);
  }
};

export type Metrics = ReturnType<typeof createMetrics>;

/** What a scrape tells. Nothing of it decides anything. */
export const createMetrics = (clock: Clock) => {
  const registry = new Registry();
  const all = gauges([registry]);
  const looked = lookedAt(all);
  return {
    redelivered: () => all.redeliveries.inc(),
    /** The same store, whose writes are counted. */
    counting: <J extends Journal<RunEvent>>(journal: J): J => ({
      ...journal,
      write: async what => {
        const written = await journal.write(what);
        if (written.ok) for (const { event } of written.entries) wrote(all, event);
        return written;
      },
    }),
    /** The same desk, whose looks are told. */
    watching: (desk: Desk): Desk => ({
      ...desk,
      look: async (cluster, onPartial) => {
        const found = await desk.look(cluster, onPartial);
        if (found.ok) looked(found, clock.now());
        return found;
      },
    }),
    /** `connectedMs`: how long Slack is connected; null while it is not. */
    scrape: async (journal: Store, connectedMs: number | null): Promise<string> => {
      if (connectedMs === null) all.socket.remove();
      else all.socket.set(connectedMs / 1000);
      await readRuns(all, journal).catch(() => all.runs.reset());
      return registry.metrics();
    },
  };
};
