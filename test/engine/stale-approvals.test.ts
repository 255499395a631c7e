import fc from 'fast-check';
import { expect, test } from 'vitest';
import { witnessFor } from '../../src/approvals/ask.ts';
import { contradictions } from '../../src/cluster/contradictions.ts';
import type { Observation } from '../../src/cluster/observation.ts';
import { answering } from '../../src/cluster/quorum.ts';
import { differences } from '../../src/cluster/witness.ts';
import type { Person } from '../../src/model/person.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { powerOffId } from '../../src/runbooks/powered-off.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { openAsk, type Run, stepOf } from '../../src/runs/run.ts';
import { declaredStep } from '../../src/runs/steps.ts';
import { grantOf, whoApproved } from '../../src/runs/window.ts';
import { alice, jihun, seoyeon } from '../support/a-run.ts';
import { cases } from '../support/golden/cases.ts';
import { type Bot, type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import {
  deployment,
  follower,
  leader,
  nextCid,
  seenIn,
  type Truth,
  victim,
} from '../support/small-world/truth.ts';

/** What may happen to the world while people think. */
const changes: Readonly<Record<string, (truth: Truth) => void>> = {
  nothing: () => {},
  'the VM is another': truth => {
    truth.cid = truth.cid === nextCid ? `${nextCid.slice(0, -1)}2` : nextCid;
  },
  'the VM is gone': truth => {
    truth.cid = null;
  },
  'another leads': truth => {
    truth.leads = truth.leads === leader ? follower : leader;
  },
  'the failed one has joined': truth => {
    truth.joined = true;
  },
  'the failed one has failed again': truth => {
    truth.joined = false;
  },
  'its member id is another': truth => {
    truth.victimId = truth.victimId === 'a1' ? 'd4' : 'a1';
  },
  'a task runs': truth => {
    const id = String(204_518 + truth.tasks.length);
    truth.tasks.push({ id, state: 'processing', description: 'create deployment', deployment, user: 'x' });
  },
  'no task runs': truth => {
    for (const task of truth.tasks) task.state = 'done';
  },
  'a healthy VM is off': truth => {
    truth.power[follower] = 'off';
  },
  'the VMs are on': truth => {
    for (const name of [victim, leader, follower] as const) truth.power[name] = 'on';
  },
  'a healthy etcd stops': truth => void truth.ill.add(leader),
  'etcd is well again': truth => truth.ill.clear(),
  'resurrection is switched': truth => {
    truth.resurrection = truth.resurrection === 'on' ? 'off' : 'on';
  },
};
type Change = keyof typeof changes;

type Move =
  | { readonly do: 'change'; readonly what: Change }
  /** Right before the bot looks for the next time, where an approval has been given already. */
  | { readonly do: 'change before the look'; readonly what: Change }
  | { readonly do: 'approve'; readonly by: Person }
  | { readonly do: 'again' }
  | { readonly do: 'drive' };
const anyChange = fc.constantFrom(...Object.keys(changes));
const anyMove: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('change' as const), what: anyChange }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('change before the look' as const), what: anyChange }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('approve' as const), by: fc.constantFrom(seoyeon, alice, jihun) }),
  },
  { weight: 1, arbitrary: fc.constant<Move>({ do: 'again' }) },
  { weight: 4, arbitrary: fc.constant<Move>({ do: 'drive' }) },
);

/** Counted here by other means than the verdict's. */
const healthyAgreeing = (seen: Observation): number => {
  const healthy = seen.masters.map(answering).filter(each => each !== null);
  return healthy.filter(a => healthy.some(b => a !== b && contradictions(a, b).length === 0)).length;
};

/** Acts that take a member away for a while or for good. */
const takesAway = ['recreate', 'delete-vm'];

/** What was true at the moment at which an act of a run began. */
type Begun = {
  readonly run: Run;
  readonly step: string;
  readonly differs: boolean;
  readonly agreeing: number;
};

/** Looks at the world behind the bot's back whenever the bot writes that it begins. */
const watchBegun = (world: SmallWorld, bot: Bot, begun: Begun[]) => {
  const { journal, observer } = bot.engine;
  const { write } = journal;
  const context = observer.context;
  const pending: Change[] = [];
  const note = async (run: Run, step: string) => {
    const declared = declaredStep(run, bot.engine.runbooks, step);
    const now = await context(run, ['director', ...(declared?.needs ?? [])], null);
    const witness = isMissed(now) ? null : witnessFor(declared, now);
    const approved = grantOf(run, step)?.witness ?? stepOf(run, step)?.asked?.witness ?? {};
    const differs = witness === null || differences(approved, witness).length > 0;
    begun.push({ run, step, differs, agreeing: healthyAgreeing(seenIn(world.truth)) });
  };
  Object.assign(journal, {
    write: async (what: Parameters<typeof write>[0]) => {
      const began = what.events.find(
        (event): event is Extract<RunEvent, { kind: 'began' }> => event.kind === 'began',
      );
      if (began) await note(await bot.run(what.run), began.step);
      return write(what);
    },
  });
  Object.assign(observer, {
    context: (...args: Parameters<typeof context>) => {
      for (const what of pending.splice(0)) changes[what]?.(world.truth);
      return context(...args);
    },
  });
  return { changeBeforeTheLook: (what: Change) => void pending.push(what) };
};

const playMove = async (
  world: SmallWorld,
  bot: Bot,
  run: string,
  move: Move,
  later: (what: Change) => void,
) => {
  switch (move.do) {
    case 'change':
      return changes[move.what]?.(world.truth);
    case 'change before the look':
      return later(move.what);
    case 'approve':
      return void (await bot.answer(run, move.by, 'approve'));
    case 'again':
      return void (await bot.answer(run, seoyeon, 'again'));
    case 'drive':
      return void (await bot.untilAsked(run));
    default:
      return move satisfies never;
  }
};

/** What it began by, which has to be for the state that there was; null: nobody was asked, it reads, copies or puts back. */
const approvalOf = ({ run, step, differs }: Begun): 'ask' | 'window' | null => {
  const before = stepOf(run, step);
  const grant = before?.state === 'to-come' ? grantOf(run, step) : null;
  const people = before?.state === 'asking' ? before.asked?.people : undefined;
  if (!before || (!grant && people === undefined)) return null;
  const approvers = new Set((grant?.by ?? whoApproved(before)).map(each => each.id));
  expect(differs, step).toBe(false);
  expect(approvers.size, step).toBeGreaterThanOrEqual(people ?? 1);
  expect(approvers.has(jihun.id)).toBe(false);
  return grant ? 'window' : 'ask';
};

const truths = { gentle: {}, original: {}, 'replace-member': cases['replace-member'].truth };
const starts = [
  ['gentle', 'move-leader'],
  ['gentle', 'recreate'],
  ['original', 'delete-vm'],
  ['original', 'power-off-774bfafe'],
  ['original', powerOffId(leader)],
  ['replace-member', 'stop-etcd'],
] as const;

test('no sequence of changes between an approval and its act lets a stale approval through', async () => {
  const seen = { acts: 0, voided: 0, stuck: 0, granted: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...starts),
      fc.array(anyMove, { minLength: 3, maxLength: 10 }),
      async ([cure, step], moves) => {
        const world = smallWorld(truths[cure]);
        try {
          const bot = await world.bot();
          const run = await bot.start(cure);
          await bot.play(run, now => openAsk(now)?.step.planned.id === step);
          const begun: Begun[] = [];
          const { changeBeforeTheLook } = watchBegun(world, bot, begun);
          for (const move of moves) await playMove(world, bot, run, move, changeBeforeTheLook);
          await bot.untilAsked(run);
          for (const act of begun) {
            if (takesAway.includes(act.step)) expect(act.agreeing, act.step).toBeGreaterThanOrEqual(2);
            const by = approvalOf(act);
            seen.acts += by ? 1 : 0;
            seen.granted += by === 'window' ? 1 : 0;
          }
          const now = await bot.run(run);
          seen.voided += now.steps.flatMap(each => each.voided).length;
          seen.stuck += now.steps.filter(each => each.asked?.ask === 'stuck').length;
        } finally {
          await world.close();
        }
      },
    ),
    { numRuns: 60 },
  );
  // What is tried is worth something: acts did begin, approvals were voided, guards did refuse.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
}, 120_000);

test('whatever has become of the cluster, no run starts with fewer than two healthy agreeing members', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyChange, { maxLength: 6 }),
      fc.constantFrom(null, 'gentle', 'original', 'replace-member'),
      async (all, cure) => {
        const world = smallWorld();
        try {
          for (const what of all) changes[what]?.(world.truth);
          const bot = await world.bot();
          const answer = await bot.desk.recover({
            cluster: 'dev-1',
            cure,
            by: jihun,
            channel: 'C0INCIDENT42',
          });
          if (healthyAgreeing(seenIn(world.truth)) >= 2) return;
          expect(answer.ok).toBe(false);
          expect(await bot.desk.runs(1)).toEqual([]);
        } finally {
          await world.close();
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
