import { contextBefore } from '../../src/desk/plan.ts';
import type { Turn } from '../../src/engine/engine.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import type { Membership } from '../../src/model/person.ts';
import type { FencePlace } from '../../src/ports/jump-host.ts';
import type { Written } from '../../src/ports/run-log.ts';
import type { Missed } from '../../src/readings/reading.ts';
import type { Step, StepContext } from '../../src/runbooks/runbook.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { fold, type Run, type StepRun, stepOf } from '../../src/runs/run.ts';
import { planned } from '../../src/runs/steps.ts';
import { same } from '../../src/words.ts';
import { ranOf } from '../readings/ran.ts';
import { aCluster, victim } from './a-cluster.ts';
import { entries, started, thisPlace } from './a-run.ts';

export const settings = {
  bbrScript: ['./backup.sh'],
  serviceUrl: null,
  datacenter: null,
  holdSeconds: 10,
  cures33: false,
  bbrSilenceSeconds: 600,
  joinSeconds: 5,
  settleSeconds: 30,
  snapshots: { folder: 'snapshots', keepDays: 7, etcdBin: null, host: 'local' },
} as const;

export const aContext = (change: Partial<StepContext> = {}): StepContext => ({
  ...contextBefore('7f3a', aCluster(), victim, settings, 'move-leader'),
  ...change,
});

const reading: Command = { tool: 'govc', argv: ['govc', 'about'], effect: 'changes', deadlineSeconds: 60 };
/** All that a test may change of a step, be it an act or a hold. */
export type StepChange = Partial<Omit<Step, 'act' | 'holdSeconds'>>;
type ActChange = StepChange & { readonly act?: NonNullable<Step['act']> };
/** A step whose act is one command that proves itself, as a test changes it. */
export const aDeclared = (change: ActChange = {}): Step => ({
  id: 'act',
  version: 1,
  kind: 'change',
  title: { en: 'Act', ko: '실행' },
  risk: same('none'),
  before: same('before'),
  after: same('after'),
  guards: () => [],
  act: () => reading,
  proof: () => ({ state: 'holds', words: same('it is done'), facts: { by: 'proof' } }),
  ...change,
});

/** One that only reads for so many seconds. */
export const aHold = (seconds: number, change: StepChange = {}): Step => {
  const { act: _, holdSeconds: __, ...rest } = aDeclared(change);
  return { ...rest, holdSeconds: () => seconds };
};

/** A turn of this run over as much of an engine as a test reaches. */
export const turnOn = (run: Run, engine: object): Turn => {
  const rest = {
    lease: { run: run.id, epoch: 1 },
    seen: { seq: run.seq },
    lost: new AbortController().signal,
  };
  return { engine, run, ...rest } as Turn; // what of the engine is not here is never reached
};

type World = {
  readonly step?: Step;
  /** What happened to the step before, `act` being its id. */
  readonly events?: readonly RunEvent[];
  /** The declaration that the run was planned with; the same as the step where it is left out. */
  readonly planned?: Step;
  /** Other steps of the plan. */
  readonly others?: readonly Step[];
  readonly contexts?: readonly (StepContext | Missed)[];
  readonly written?: Written<RunEvent>;
  readonly membership?: Membership;
  readonly run?: (command: Command) => Promise<Ran>;
  /** What the jump host's fence answers; it is the one that the intent names unless it says another. */
  readonly place?: () => Promise<FencePlace>;
  readonly look?: () => Promise<object>;
  readonly burn?: () => Promise<object>;
  readonly adopt?: (command: Command) => Promise<Ran>;
  /** Not among this bot's runbooks. */
  readonly undeclared?: boolean;
};

/** One turn of a run of one step over a world that answers so, with all that was written, shown and asked kept. */
export const aTurn = ({
  step = aDeclared(),
  events = [],
  planned: then = step,
  others = [],
  contexts = [aContext()],
  written,
  membership = { state: 'member' },
  run: runs = async ({ argv, tool }) => ranOf(argv, { tool }),
  place = async () => thisPlace,
  look = async () => ({ state: 'unknown', why: 'x' }),
  burn = async () => ({ state: 'burnt' }),
  adopt = async ({ argv, tool }) => ranOf(argv, { tool }),
  undeclared = false,
}: World = {}) => {
  const plan = [then, ...others].map(each => planned(each, same('govc about'), 1));
  const begun = [started({ plan, cure: 'move-leader' }), ...events];
  const run = fold(entries(begun));
  const wrote: { events: readonly RunEvent[]; then?: string; seenSeq?: number }[] = [];
  const asked: { needs: unknown; seconds: unknown }[] = [];
  const commands: Command[] = [];
  let ms = 0;
  const engine = {
    journal: {
      write: async (what: { events: readonly RunEvent[]; then?: string; seenSeq?: number }) => {
        wrote.push(what);
        return written ?? { ok: true, entries: entries(what.events) };
      },
      read: async () => entries([...begun, ...wrote.flatMap(each => each.events)]),
    },
    observer: {
      release: async () => {},
      context: async (_run: unknown, needs: unknown, seconds: unknown) => {
        asked.push({ needs, seconds });
        return contexts[Math.min(asked.length, contexts.length) - 1];
      },
    },
    jumpHost: {
      run: async (command: Command) => {
        commands.push(command);
        return runs(command);
      },
      place,
      look: async () => ({ place: thisPlace, ...(await look()) }),
      burn: async () => ({ place: thisPlace, ...(await burn()) }),
      adopt,
    },
    runbooks: undeclared ? [] : [{ cure: 'move-leader', steps: () => [step, ...others] }],
    settings,
    peopleRule: { change: 1, belowQuorum: 2 },
    membership: async () => membership,
    approversOf: () => ({ group: 'S0APPROVERS' }),
    channel: { show: () => undefined, live: () => undefined },
    clock: {
      now: () => ms,
      elapsed: () => ms,
      sleep: async (more: number) => {
        ms += more;
      },
    },
    lookEveryMs: 1000,
    log: () => undefined,
  };
  const turn = turnOn(run, engine);
  const at = (): StepRun => stepOf(run, step.id) ?? stepOf(run, then.id) ?? failed();
  const failed = (): never => {
    throw new Error('the run has no such step');
  };
  return { turn, at: at(), wrote, asked, commands, events: () => wrote.flatMap(each => each.events) };
};
