import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { takeRunOver } from '../../src/desk/answer.ts';
import type { Refusal, Taken } from '../../src/desk/desk-types.ts';
import { startDriver } from '../../src/engine/driver.ts';
import type { Membership, Person } from '../../src/model/person.ts';
import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { fold, openAsk } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { alice, jihun, seoyeon } from '../../test/support/a-run.ts';
import { dyingAt, ProcessGone } from '../../test/support/small-world/mortal-journal.ts';
import { type Bot, smallWorld } from '../../test/support/small-world/small-world.ts';
import { brokenTruth } from '../../test/support/small-world/truth.ts';
import type { Actor, Move, Plan } from './plan.ts';

const bob: Person = { team: 'T0RESCUE', id: 'U0BYSTANDER', name: 'bob' };
const people: Readonly<Record<Actor, Person>> = { jihun, seoyeon, alice, bob };

/** What somebody did and what they were told; no words: nothing. */
export type Told = {
  readonly by: string;
  readonly did:
    | Pick<Extract<RunEvent, { kind: 'answered' }>, 'step' | 'attempt' | 'answer'>
    | 'abort'
    | 'take over'
    | 'recover';
  readonly run: string;
  readonly ok: boolean;
  readonly words: string;
};
export type Played = {
  readonly told: readonly Told[];
  readonly runs: ReadonlyMap<string, readonly Entry<RunEvent>[]>;
  readonly effects: readonly string[];
  /** Every claim that the jump host started. */
  readonly claims: readonly string[];
  /** Runs that stand still and ask nobody. */
  readonly stuck: readonly string[];
};

type Asked = Extract<RunEvent, { kind: 'asked' }> & { readonly run: string };
type Gives = (bot: Bot) => Promise<Taken | Refusal | { ok: true; run: string }>;

/** Longer than any run needs for one move, in real time. */
const stillMs = 4_000;

/** A small world, its people, and a bot whose process dies once and is started again. */
const aStage = async (plan: Plan) => {
  const world = smallWorld();
  const slack = { silent: false };
  const membership = async ({ id }: Person): Promise<Membership> => {
    if (slack.silent) return { state: 'unknown', why: same('Slack is away') };
    return id === bob.id ? { state: 'not-member', group: '@approvers' } : { state: 'member' };
  };
  const mortal = dyingAt(nth => nth === plan.dies.at, plan.dies.when);
  let bot = await world.bot({ wrap: mortal.wrap, membership });
  let driver = startDriver(bot.engine);
  const revived = mortal.died.then(async () => {
    bot.die();
    void driver.stop().catch(() => {});
    bot = await world.bot({ membership });
    driver = startDriver(bot.engine);
  });
  const told: Told[] = [];
  /** Nobody is told anything by a process that died: whoever clicked clicks again. */
  const give = async (by: Actor, did: Told['did'], run: string, gives: Gives): Promise<boolean> => {
    for (;;) {
      try {
        const said = await gives(bot);
        const words = 'words' in said ? said.words.en : `run ${said.run}`;
        told.push({ by: people[by].id, did, run, ok: said.ok, words });
        return said.ok;
      } catch (error) {
        if (!(error instanceof ProcessGone)) {
          told.push({ by: people[by].id, did, run, ok: false, words: '' });
          return false;
        }
        await revived;
      }
    }
  };
  const known = new Map<string, readonly Entry<RunEvent>[]>();
  const entries = async (run: string): Promise<readonly Entry<RunEvent>[]> => {
    const before = known.get(run) ?? [];
    const all = [...before, ...(await bot.journal.read(run, before.length))];
    known.set(run, all);
    return all;
  };
  const runs = async () => {
    const rows = await bot.journal.rows({ limit: 10 });
    return new Map(await Promise.all(rows.map(async ({ run }) => [run, await entries(run)] as const)));
  };
  return {
    world,
    slack,
    told,
    give,
    runs,
    entries,
    bot: () => bot,
    close: async () => {
      await driver.stop().catch(() => {});
      await world.close();
    },
  };
};
type Stage = Awaited<ReturnType<typeof aStage>>;

const asksIn = (runs: ReadonlyMap<string, readonly Entry<RunEvent>[]>): readonly Asked[] =>
  [...runs]
    .flatMap(([run, entries]) =>
      entries.flatMap(({ event, at }) => (event.kind === 'asked' ? [{ ...event, run, at }] : [])),
    )
    .toSorted((a, b) => b.at - a.at);

/** Somebody has written, or a moment has passed in which another process may have. */
const written = (journal: Bot['journal']): Promise<unknown> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = journal.onWritten(() => resolve());
  return Promise.race([promise, sleep(20)]).finally(stop);
};

/** The live run, once it asks something or is over; null: it is over, or stands still without a word. */
const waiting = async ({ bot, entries }: Stage, run: string) => {
  let [seq, since] = [0, performance.now()];
  while (performance.now() - since < stillMs) {
    const moved = written(bot().journal);
    const now = fold(await entries(run));
    if (now.finished) return null;
    const ask = openAsk(now);
    if (ask && ask.step.answers.length < Math.max(1, ask.asked.people)) return { now, ask };
    if (now.seq !== seq) [seq, since] = [now.seq, performance.now()];
    await moved;
  }
  return null;
};

const clicks = (stage: Stage, by: Actor, ask: Asked, answer: Extract<Move, { do: 'click' }>['answer']) =>
  stage.give(by, { step: ask.step, attempt: ask.attempt, answer }, ask.run, bot =>
    bot.desk.answer({
      run: ask.run,
      step: ask.step,
      attempt: ask.attempt,
      nonce: ask.digest.slice(0, 16),
      answer,
      by: people[by],
      via: 'button',
    }),
  );
const aborts = (stage: Stage, by: Actor, run: string) =>
  stage.give(by, 'abort', run, bot => bot.desk.abort(run, people[by], 'slash', 'C0INCIDENT42'));
const recovers = (stage: Stage, by: Actor) =>
  stage.give(by, 'recover', '', bot =>
    bot.desk.recover({ cluster: 'dev-1', cure: 'gentle', by: people[by], channel: 'C0INCIDENT42' }),
  );

const makes = async (stage: Stage, run: string, move: Move): Promise<unknown> => {
  switch (move.do) {
    case 'wait':
      return stage.world.time.pass(move.minutes * 60_000);
    case 'recover':
      return recovers(stage, move.by);
    case 'abort':
      return aborts(stage, move.by, run);
    case 'take over':
      return stage.give(move.by, 'take over', run, bot =>
        takeRunOver(bot.engine, { run, by: people[move.by], via: 'slash' }),
      );
    default: {
      const ask = asksIn(await stage.runs())[move.back];
      if (!ask) return null;
      const once = () => clicks(stage, move.by, ask, move.answer);
      return move.twice ? Promise.all([once(), once()]) : once();
    }
  }
};

/** Everybody does what they want; then whoever may brings it to its end. False: it stands still without a word. */
const toItsEnd = async (stage: Stage, run: string): Promise<boolean> => {
  for (let rounds = 0; rounds < 60; rounds++) {
    const at = await waiting(stage, run);
    if (!at) break;
    const ask = asksIn(await stage.runs()).find(each => each.run === run);
    if (!ask) break;
    const approve = ask.options?.includes('approve') && rounds < 40;
    if (!approve) await aborts(stage, 'bob', run);
    else for (const by of ['seoyeon', 'alice'] as const) await clicks(stage, by, ask, 'approve');
  }
  return fold(await stage.entries(run)).finished !== null;
};

const oneRun = async (stage: Stage, plan: Plan, moves: readonly Move[], nth: number): Promise<boolean> => {
  Object.assign(stage.world.truth, { ...brokenTruth(), effects: stage.world.truth.effects });
  for (let tries = 0; !(await recovers(stage, 'jihun')) && tries < 5; tries++) stage.slack.silent = false;
  const [row] = await stage.bot().journal.rows({ live: true });
  if (!row) return true;
  const given: Promise<unknown>[] = [];
  for (const [index, move] of moves.entries()) {
    const at = nth * plan.first.length + index;
    stage.slack.silent = at >= plan.slack.from && at < plan.slack.from + plan.slack.moves;
    if (move.do === 'click' && move.back === 0) await waiting(stage, row.run);
    given.push(makes(stage, row.run, move));
    for (let turns = 0; turns < (index * 7) % 5; turns++) await turn();
  }
  await Promise.all(given);
  stage.slack.silent = false;
  return toItsEnd(stage, row.run);
};

/** One schedule from its first command to the end of its second run. */
export const play = async (plan: Plan): Promise<Played> => {
  const stage = await aStage(plan);
  try {
    const stuck: string[] = [];
    for (const [nth, moves] of [plan.first, plan.second].entries())
      if (!(await oneRun(stage, plan, moves, nth))) stuck.push(`run ${nth + 1}`);
    return {
      told: stage.told,
      runs: await stage.runs(),
      effects: stage.world.truth.effects,
      claims: stage.world.host.started.map(({ claim }) => claim),
      stuck,
    };
  } finally {
    await stage.close();
  }
};
