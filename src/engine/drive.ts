import { JournalTrouble } from '../ports/journal.ts';
import type { Claimed, Lease } from '../ports/leases.ts';
import { next } from '../runs/next.ts';
import { currentStep, fold } from '../runs/run.ts';
import { withMove } from '../words.ts';
import { clearRead } from './clear-read.ts';
import { conclude } from './conclude.ts';
import { downtimeOf } from './downtime.ts';
import type { Engine, Onward, Turn } from './engine.ts';
import { finish } from './finish.ts';
import { keepLease, type Stopping } from './keep-lease.ts';
import { leaveOut, prepare, stuck } from './prepare.ts';
import { recheckAndUse } from './recheck.ts';
import { reconcile } from './reconcile.ts';
import { forgetEnd } from './result-cache.ts';
import { takeWord } from './take-word.ts';
import { windDown } from './wind-down.ts';
import { LostTheRun, write } from './write.ts';

const park = async (turn: Turn): Promise<Onward> =>
  (await write(turn, [], 'park')) === 'written' ? 'parked' : 'on';

const perform = (turn: Turn): Promise<Onward> => {
  const move = next(turn.run);
  switch (move.do) {
    case 'nothing':
    case 'wait':
      return park(turn);
    case 'prepare':
      return prepare(turn, move.step);
    case 'recheck':
      return recheckAndUse(turn, move.step);
    case 'reconcile':
      return reconcile(turn, move.step);
    case 'conclude':
      return conclude(turn, move.step);
    case 'leave-out':
      return leaveOut(turn, move.step, move.by.name);
    case 'take-word':
      return takeWord(turn, move.step, move.by.name);
    case 'wind-down':
      return windDown(turn);
    case 'finish':
      return finish(turn);
    default:
      return move satisfies never;
  }
};

/** A fault of this bot's own stands on the card and waits for a person; nothing is begun over and over. */
const broke = async (turn: Turn, error: unknown): Promise<Onward> => {
  const step = currentStep(turn.run);
  if (error instanceof LostTheRun || error instanceof JournalTrouble || !step) throw error;
  const what = error instanceof Error ? error.message : String(error);
  turn.engine.log(`run ${turn.run.id}, ${step.planned.id}: ${error instanceof Error ? error.stack : what}`);
  return stuck(
    turn,
    step,
    withMove({
      en: `This bot failed here: ${what}. Nothing more was started. Read its log, then try again or abort.`,
      ko: `봇 오류로 멈췄습니다: ${what}. 추가로 실행된 것은 없습니다. 봇 로그를 확인한 뒤 다시 시도하거나 중단하세요.`,
    }),
  );
};

const untilParked = async (
  engine: Engine,
  lease: Lease,
  lost: AbortSignal,
  stopping?: Stopping,
): Promise<'parked' | 'stopping'> => {
  while (!stopping?.soon.aborted && !engine.held?.()) {
    const entries = await engine.journal.read(lease.run);
    const run = fold(entries);
    if (run.finished) return 'parked';
    await clearRead(engine, run, entries);
    const turn: Turn = { engine, lease, run, lost, seen: { seq: run.seq } };
    if ((await perform(turn).catch(error => broke(turn, error))) === 'parked') return 'parked';
  }
  return 'stopping';
};

/** What happened while nobody drove it stands on its card before it goes on. */
const tellDowntime = async (engine: Engine, claimed: Claimed, lost: AbortSignal): Promise<void> => {
  const entries = await engine.journal.read(claimed.run);
  const absence = downtimeOf(entries, claimed);
  if (!absence) return;
  const run = fold(entries);
  await write({ engine, lease: claimed, run, lost, seen: { seq: run.seq } }, [absence]);
};

/** The one loop: read the journal, decide one move, make it, until a person is waited for or the run is over. */
export const drive = async (engine: Engine, id: string, stopping?: Stopping): Promise<void> => {
  const lease = await engine.journal.claim(id);
  if (!lease) return;
  const release = () =>
    engine.journal
      .release(lease)
      .catch(() => engine.log(`run ${id}: its lease could not be released and runs out by itself`));
  const kept = keepLease(engine, lease, stopping?.now);
  try {
    await tellDowntime(engine, lease, kept.lost);
    if ((await untilParked(engine, lease, kept.lost, stopping)) === 'stopping') await release();
  } catch (error) {
    if (error instanceof LostTheRun) {
      forgetEnd(engine, id);
      return engine.log(`${error.message}: this process stops driving it`);
    }
    await release();
    throw error;
  } finally {
    kept.done();
  }
};
