import { setTimeout as sleep } from 'node:timers/promises';
import { openJournal } from '../../adapters/journal/open-journal.ts';
import { connectJumpHost } from '../../adapters/jump-host/connect.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { type Bot, startBot } from '../../bot.ts';
import { readConfig } from '../../config.ts';
import type { RunEvent } from '../../runs/events.ts';
import type { Entry } from '../../world.ts';
import { faults } from '../foundation/faults/index.ts';
import { clickAsTwoPeople } from '../two-people.ts';
import { type CaseBox, openCaseBox } from './case-box.ts';
import type { Case } from './cases.ts';
import { createInjector, type Injector } from './injector.ts';
import { judgeCase, type Verdict } from './judge-case.ts';
import { watchTurn } from './turn-watch.ts';

export type Played = {
  readonly case: Case;
  readonly seconds: number;
  readonly happened: string | null;
} & Verdict;

const longestRunMs = 90_000;

/** The bot of the drill with the case's fault between it and its tools. */
const startFaultyBot = (box: CaseBox, step: string, injector: Injector): Promise<Bot> =>
  startBot(readConfig(box.env), () => {}, {
    clock: systemClock,
    openJournal: async options => watchTurn(await openJournal(options), step, injector.atTurn),
    connectJumpHost: async (spec, options) => injector.around(await connectJumpHost(spec, options)),
  });

/** All that was written of the one run, once it is over or its time is. */
const untilOver = async ({ engine: { journal } }: Bot): Promise<readonly Entry<RunEvent>[]> => {
  const deadline = Date.now() + longestRunMs;
  for (;;) {
    const [row] = await journal.rows({ limit: 1 });
    if (row && (row.finishedAt !== null || Date.now() > deadline)) return journal.read(row.run);
    if (Date.now() > deadline) return [];
    await sleep(150);
  }
};

const isHealthyNow = async ({ foundation }: CaseBox): Promise<boolean> =>
  (await Promise.all(foundation.machines.masters.map(master => master.healthy()))).every(Boolean);

const inBox = async (box: CaseBox, one: Case): Promise<Omit<Played, 'case' | 'seconds'>> => {
  const injector = createInjector(one, box);
  const bot = await startFaultyBot(box, one.step, injector);
  const people = clickAsTwoPeople(box.workspace, () => {});
  try {
    const broken = await faults['raft-log-lost'].inject(box.foundation.machines);
    const before = box.foundation.effects.all().length;
    await box.workspace.as(box.workspace.ids.onCall).slash(`/pks recover --route ${one.route}`);
    const entries = await untilOver(bot);
    broken.release();
    const verdict = judgeCase({
      entries,
      effects: box.foundation.effects.all().slice(before),
      faultHappened: injector.happened() !== null,
      allHealthy: await isHealthyNow(box),
    });
    return { ...verdict, happened: injector.happened() };
  } finally {
    people.stop();
    await injector.stop();
    await bot.stop();
  }
};

/** One box, one run, one fault at one step; everything is gone afterwards. */
export const playCase = async (one: Case): Promise<Played> => {
  const since = Date.now();
  const box = await openCaseBox(one.fault.startsWith('ssh'));
  try {
    return { case: one, ...(await inBox(box, one)), seconds: (Date.now() - since) / 1000 };
  } finally {
    await box.stop();
  }
};
