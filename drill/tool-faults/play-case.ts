import { setTimeout as sleep } from 'node:timers/promises';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { connectJumpHost } from '../../src/adapters/jump-host/connect.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { readConfig } from '../../src/config.ts';
import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { faults } from '../foundation/faults/index.ts';
import { clickAsTwoPeople } from '../two-people.ts';
import { type CaseBox, openCaseBox } from './case-box.ts';
import type { Case } from './cases.ts';
import { createInjector, type Injector } from './injector.ts';
import { judgeCase, type Verdict } from './judge-case.ts';
import { readHere } from './readings-here.ts';
import { watchTurn } from './turn-watch.ts';

export type Played = {
  readonly case: Case;
  readonly seconds: number;
  readonly happened: string | null;
} & Verdict;

/** A run that writes nothing for so long, on the slowest of machines, is one that neither heals nor asks. */
const silentMs = 90_000;

/** The bot of the drill with the case's fault between it and its tools. */
const startFaultyBot = (box: CaseBox, step: string, injector: Injector): Promise<Bot> =>
  startBot(readConfig(box.env), () => {}, {
    clock: systemClock,
    openJournal: async options => watchTurn(await openJournal(options), step, injector.turn),
    connectJumpHost: async (spec, options) =>
      injector.around(await connectJumpHost(spec, options), command =>
        readHere(command, { ...options, defaults: box.foundation.toolDefaults }),
      ),
  });

const isHealthyNow = async ({ foundation }: CaseBox): Promise<boolean> =>
  (await Promise.all(foundation.machines.masters.map(master => master.healthy()))).every(Boolean);

/**
 * Broken and typed again until a run is there: right after a fault the members may still be electing, which is no time to
 * plan, and an election that nobody asked for heals this one. Answers how many effects came before.
 */
const startRun = async (box: CaseBox, { engine: { journal } }: Bot, route: string): Promise<number> => {
  const deadline = Date.now() + silentMs;
  let before = 0;
  do {
    if (await isHealthyNow(box))
      await (await faults['raft-log-lost'].inject(box.foundation.machines)).release();
    before = box.foundation.effects.all().length;
    await box.workspace.as(box.workspace.ids.onCall).slash(`/pks recover --route ${route}`);
    for (let looks = 0; looks < 80; looks++) {
      if ((await journal.rows({ limit: 1 })).length > 0) return before;
      await sleep(100);
    }
  } while (Date.now() < deadline);
  return before;
};

/** All that was written of the one run, once it is over or has fallen silent. */
const untilOver = async ({ engine: { journal } }: Bot): Promise<readonly Entry<RunEvent>[]> => {
  let last = { seq: 0, at: Date.now() };
  for (;;) {
    const [row] = await journal.rows({ limit: 1 });
    if (!row) return [];
    if (row.seq !== last.seq) last = { seq: row.seq, at: Date.now() };
    if (row.finishedAt !== null || Date.now() - last.at > silentMs) return journal.read(row.run);
    await sleep(150);
  }
};

const inBox = async (box: CaseBox, one: Case): Promise<Omit<Played, 'case' | 'seconds'>> => {
  const injector = createInjector(one, box);
  const bot = await startFaultyBot(box, one.step, injector);
  const people = clickAsTwoPeople(box.workspace, () => {});
  try {
    const before = await startRun(box, bot, one.route);
    const entries = await untilOver(bot);
    const told =
      entries.length === 0
        ? (box.workspace.as(box.workspace.ids.onCall).messages().at(-1)?.text ?? 'nothing')
        : '';
    const verdict = judgeCase({
      one,
      failedLogins: box.shims.failedLogins(),
      entries,
      effects: box.foundation.effects.all().slice(before),
      faultHappened: injector.happened() !== null,
      allHealthy: await isHealthyNow(box),
    });
    return {
      ...verdict,
      happened: injector.happened(),
      why: told === '' ? verdict.why : [...verdict.why, `no run: ${told}`],
    };
  } finally {
    people.stop();
    await injector.stop();
    await bot.stop();
  }
};

const playOnce = async (one: Case): Promise<Played> => {
  const since = Date.now();
  const box = await openCaseBox(one);
  try {
    return { case: one, ...(await inBox(box, one)), seconds: (Date.now() - since) / 1000 };
  } finally {
    await box.stop();
  }
};

/**
 * One box, one run, one fault at one step; everything is gone afterwards. Where the step's turn never came (an election of
 * the members' own healed them first, so that it was not needed) there was no fault, and it is played again.
 */
export const playCase = async (one: Case, tries = 3): Promise<Played> => {
  const played = await playOnce(one);
  return played.happened === null && tries > 1 ? playCase(one, tries - 1) : played;
};
