import { test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { type FaultName, faults } from '../../drill/foundation/faults/index.ts';
import { sweepTimings, type Timings } from '../../drill/foundation/machine.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { theWorld, type World } from '../../src/app/stores.ts';
import { readConfig } from '../../src/config.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { fold, type Run } from '../../src/runs/run.ts';
import { type Person, person, until } from './person.ts';

export type Env = Readonly<Record<string, string>>;
export type Setting = {
  /** What is broken. */
  readonly fault?: FaultName;
  /** Seconds that things take on the foundation. */
  readonly timings?: Partial<Timings>;
  /** Over the box's own environment. */
  readonly env?: (box: CrashBox) => Env | Promise<Env>;
  /** What the bot stands on. */
  readonly world?: World;
  /** What the app is subscribed to beside its manifest. */
  readonly events?: readonly string[];
};

export type Later = (end: () => Promise<unknown> | unknown) => void;

/** A broken cluster of modelled parts. */
export const aBox = async (
  { fault = 'raft-log-lost', timings = {}, events }: Setting,
  later: Later,
  databaseUrl: string | null = null,
) => {
  const path = process.env.PATH ?? '/usr/bin:/bin';
  const box = await openCrashBox(path, databaseUrl, { ...sweepTimings, ...timings }, events);
  later(box.stop);
  const injected = await faults[fault].inject(box.foundation.machines);
  later(injected.release);
  return box;
};

/** The people of a workspace, and what can be seen of their run. */
export const scene = (
  box: CrashBox,
  journal: () => Pick<Journal<RunEvent>, 'rows' | 'read'>,
  later: Later,
) => {
  const { as, ids } = box.workspace;
  const run = async (): Promise<Run | null> => {
    const [row] = await journal().rows({ limit: 1 });
    return row ? fold(await journal().read(row.run)) : null;
  };
  const jihun = person('Jihun, on call', as(ids.onCall));
  const seoyeon = person('Seoyeon, approver', as(ids.approver1));
  const alice = person('Alice, approver', as(ids.approver2));
  const bob = person('Bob, bystander', as(ids.bystander));
  const settled = async () =>
    `the run is at ${JSON.stringify((await run())?.steps.map(({ planned, state }) => `${planned.id} ${state}`))}`;
  return {
    box,
    slack: box.workspace,
    jihun,
    seoyeon,
    alice,
    bob,
    run,
    /** What really happened on the foundation, in order. */
    effects: () => box.foundation.effects.all().map(({ what }) => what),
    /** Somebody asks for the gentle recovery; what is asked first. */
    recovers: async (who: Person = jihun, ask = 'Move the leader') => {
      await who.types('/pks recover --route gentle');
      return alice.isAsked(ask);
    },
    /** Whoever may approve does, whatever is asked, as soon as it is there. */
    approvesAll: () => {
      const clicked = new Set<string>();
      const look = () => {
        for (const message of alice.messages()) {
          if (message.onlyFor !== null || clicked.has(message.ts) || !alice.offers(message, 'approve'))
            continue;
          clicked.add(message.ts);
          for (const each of [alice, seoyeon]) void each.clicks(message, 'approve').catch(() => {});
        }
      };
      look();
      later(box.workspace.onChange(look));
    },
    /** Until the run has ended. */
    ended: (ms?: number) =>
      until(
        async () => {
          const now = await run();
          return now?.finished ? now : null;
        },
        settled,
        ms,
      ),
    until: <T>(look: () => T | Promise<T>, ms?: number) => until(look, settled, ms),
  };
};

/** The whole bot over the wire between a workspace and a broken cluster. */
const setStage = async (setting: Setting, later: Later) => {
  const box = await aBox(setting, later);
  const env: Env = { ...box.env, APPROVALS_CHANGE: '1', ...(await setting.env?.(box)) };
  const log: string[] = [];
  let bot: Bot | null = null;
  const starts = async (): Promise<void> => {
    bot = await startBot(readConfig(env), line => void log.push(line), setting.world ?? theWorld);
  };
  const stops = async (): Promise<void> => {
    await bot?.stop();
    bot = null;
  };
  later(stops);
  await starts();
  const journal = () => {
    if (!bot) throw new Error('no bot runs');
    return bot.engine.journal;
  };
  return { ...scene(box, journal, later), env, log, journal, starts, stops, later };
};
type Stage = Awaited<ReturnType<typeof setStage>>;

/** What was opened is closed at the end, last first, whatever came of it. */
export const closing = async (play: (later: Later) => Promise<void>): Promise<void> => {
  const ends: (() => Promise<unknown> | unknown)[] = [];
  try {
    await play(end => void ends.unshift(end));
  } finally {
    for (const end of ends) await end();
  }
};

/** One story on a stage of its own, beside others: they mostly wait. */
export const story = (title: string, setting: Setting, play: (stage: Stage) => Promise<void>): void =>
  test.concurrent(title, () => closing(async later => play(await setStage(setting, later))));
