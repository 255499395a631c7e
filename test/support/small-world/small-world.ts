import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { createDesk } from '../../../src/desk/desk.ts';
import { drive } from '../../../src/engine/drive.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Answer, Click } from '../../../src/model/click.ts';
import type { Membership, Person } from '../../../src/model/person.ts';
import type { Live } from '../../../src/ports/channel.ts';
import type { Journal } from '../../../src/ports/journal.ts';
import { runbooks as allRunbooks } from '../../../src/runbooks/index.ts';
import type { Runbook, Settings } from '../../../src/runbooks/runbook.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { parseEvent } from '../../../src/runs/parse-event.ts';
import { fold, openAsk, type Run } from '../../../src/runs/run.ts';
import { alice, jihun, seoyeon } from '../a-run.ts';
import { ownDatabase } from '../own-database.ts';
import { eyesOn } from './eyes.ts';
import { fencedHost } from './fenced-host.ts';
import { brokenTruth, deployment, type Truth } from './truth.ts';
import { virtualClock } from './virtual-clock.ts';

const settings: Settings = {
  bbrScript: ['./bbr_pks_one_cluster_backup.sh'],
  serviceUrl: null,
  datacenter: null,
  holdSeconds: 10,
  bbrSilenceSeconds: 600,
  joinSeconds: 5,
  settleSeconds: 30,
  cures33: false,
  snapshots: { folder: '.pks-rescue/snapshots', keepDays: 7, etcdBin: null, host: 'ssh://ops@jump:22' },
};
const members: Readonly<Record<string, Membership>> = {
  [seoyeon.id]: { state: 'member' },
  [alice.id]: { state: 'member' },
  [jihun.id]: { state: 'member' },
};

export type ProcessOptions = {
  readonly runbooks?: readonly Runbook[];
  /** What the journal of this process is wrapped in, to stop it or to make it fail. */
  readonly wrap?: (journal: Journal<RunEvent>) => Journal<RunEvent>;
  readonly membership?: (person: Person) => Promise<Membership>;
  readonly leaseMs?: number;
  readonly peopleRule?: Engine['peopleRule'];
  /** Of BREAK_GLASS_GROUP; absent: it is off. */
  readonly breakers?: (person: Person) => Promise<Membership>;
};

/** In memory where there is such a disk: what is tested here is the engine, not the disk. */
const root = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * A cluster with the runbook's own fault, a jump host with its fence, and a real journal; bots come and go. Time passes only
 * while somebody sleeps.
 *
 * On SQLite, whose clock is handed in, unless `server` names a Postgres: there the journal's clock is the server's own, which
 * no test can move, so that whoever asks for it says with `leaseIsOver` where time has to pass.
 */
export const smallWorld = (change: Partial<Truth> = {}, server?: string) => {
  const dataDir = mkdtempSync(join(root, 'pks-small-'));
  const database = server === undefined ? null : ownDatabase(server);
  const time = virtualClock();
  const truth = brokenTruth(change);
  const host = fencedHost(truth, time.clock);
  const opened: Journal<RunEvent>[] = [];

  /** A bot as it stands after a start. Another one's lease is over as soon as its process is gone. */
  const bot = async (options: ProcessOptions = {}) => {
    const bare = await openJournal<RunEvent>({
      dataDir,
      databaseUrl: (await database)?.url,
      holder: `bot-${opened.length}`,
      clock: time.host,
      parse: parseEvent,
      ...(options.leaseMs ? { leaseMs: options.leaseMs } : {}),
      processes: { own: `bot-${opened.length}`, isGone: name => gone.has(name) },
    });
    const name = `bot-${opened.length}`;
    opened.push(bare);
    const journal = options.wrap ? options.wrap(bare) : bare;
    const lines: string[] = [];
    const told: string[] = [];
    const live: Live[] = [];
    const engine: Engine = {
      journal,
      jumpHost: host.jumpHost,
      clock: time.clock,
      channel: { show: () => {}, live: each => void live.push(each) },
      observer: eyesOn(truth, host, settings),
      runbooks: options.runbooks ?? allRunbooks,
      settings,
      peopleRule: options.peopleRule ?? { change: 1, belowQuorum: 2 },
      ...(options.breakers
        ? { breakGlass: { membership: options.breakers, tells: () => [{ group: 'S0APPROVERS' }] } }
        : {}),
      membership:
        options.membership ??
        (async person => members[person.id] ?? { state: 'not-member', group: '@approvers' }),
      approversOf: () => ({ group: 'S0APPROVERS' }),
      answerers: async () => ({ names: ['seoyeon', 'alice'] }),
      expiry: { expiresMinutes: 60, endsHours: 24 },
      lookEveryMs: 1000,
      tell: (_run, words) => void told.push(words.en),
      log: line => void lines.push(line),
    };
    const deskOver = (its: Engine) => createDesk(its, [{ cluster: 'dev-1', deployment }]);
    const desk = deskOver(engine);
    const run = async (id: string): Promise<Run> => fold(await bare.read(id));
    const start = async (cure: 'gentle' | 'original' | 'replace-member' = 'gentle'): Promise<string> => {
      const answer = await desk.recover({ cluster: 'dev-1', cure, by: jihun, channel: 'C0INCIDENT42' });
      if (!answer.ok) throw new Error(answer.words.en);
      return answer.run;
    };
    const answer = async (id: string, by: Person, what: Answer, more: Partial<Click> = {}) => {
      const ask = openAsk(await run(id));
      return desk.answer({
        run: id,
        step: ask?.step.planned.id ?? '',
        attempt: ask?.step.attempt ?? 0,
        nonce: (ask?.asked.digest ?? '').slice(0, 16),
        answer: what,
        by,
        via: 'button',
        ...(what === 'skip' ? { reason: 'not needed tonight' } : {}),
        ...more,
      });
    };
    /** Drives until a person is asked or the run is over. */
    const untilAsked = async (id: string): Promise<Run> => {
      await drive(engine, id);
      return run(id);
    };
    /** Two people who approve whatever they are asked to, until something else is asked or the run is over. */
    const play = async (id: string, until: (run: Run) => boolean = () => false): Promise<Run> => {
      for (;;) {
        const now = await untilAsked(id);
        const ask = openAsk(now);
        if (!ask || until(now) || !ask.asked.options.includes('approve')) return now;
        await answer(id, seoyeon, 'approve');
        if (ask.asked.people > 1) await answer(id, alice, 'approve');
      }
    };
    return {
      name,
      engine,
      desk,
      /** The desk of this bot with something else in its engine. */
      deskOver,
      journal: bare,
      lines,
      /** Said in Slack beside the cards. */
      told,
      live,
      run,
      start,
      answer,
      untilAsked,
      play,
      /** Its process is dead from here on. */
      die: () => void gone.add(name),
    };
  };
  const gone = new Set<string>();
  return {
    time,
    truth,
    host,
    bot,
    /** A lease of so many milliseconds that nobody renews any more has ended. */
    leaseIsOver: async (ms: number) => {
      if (database) await new Promise(resolve => setTimeout(resolve, ms + 100));
      else time.pass(ms + 100);
    },
    close: async () => {
      await Promise.all(opened.map(journal => journal.close()));
      await (await database)?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
export type SmallWorld = ReturnType<typeof smallWorld>;
export type Bot = Awaited<ReturnType<SmallWorld['bot']>>;

/** The steps of a run, each with what became of it. */
export const outcomes = (run: Run): readonly string[] =>
  run.steps.map(step => `${step.planned.id} ${step.settled?.outcome ?? step.state}`);
/** Every sentence that the thread shows beside the results. */
export const notesOf = (run: Run): readonly string[] =>
  [...run.notes, ...run.steps.flatMap(step => step.notes)].map(note => note.words.en);
