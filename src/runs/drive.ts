import { consider, leaveOut } from './consider.ts';
import type { Engine, Onward, Turn } from './engine.ts';
import { finish } from './finish.ts';
import { keepLease, type Stopping } from './keep-lease.ts';
import { next } from './next.ts';
import { reconcile } from './reconcile.ts';
import { fold } from './run.ts';
import { settle } from './settle.ts';
import { spend } from './spend.ts';
import { windDown } from './wind-down.ts';
import { LostTheRun, write } from './write.ts';

const believe = async (turn: Turn, at: Parameters<typeof leaveOut>[1], by: string): Promise<Onward> => {
  await write(turn, [
    {
      kind: 'settled',
      step: at.planned.id,
      attempt: at.attempt,
      outcome: 'done',
      words: {
        en: `${by} looked and says that it happened.`,
        ko: `${by}이 확인 결과 실행되었다고 답했습니다.`,
      },
      facts: {},
    },
  ]);
  return 'on';
};

const park = async (turn: Turn): Promise<Onward> =>
  (await write(turn, [], 'park')) === 'written' ? 'parked' : 'on';

const perform = (turn: Turn): Promise<Onward> => {
  const move = next(turn.run);
  switch (move.do) {
    case 'nothing':
    case 'wait':
      return park(turn);
    case 'consider':
      return consider(turn, move.step);
    case 'spend':
      return spend(turn, move.step);
    case 'reconcile':
      return reconcile(turn, move.step);
    case 'settle':
      return settle(turn, move.step);
    case 'leave-out':
      return leaveOut(turn, move.step, move.by.name);
    case 'believe':
      return believe(turn, move.step, move.by.name);
    case 'wind-down':
      return windDown(turn);
    case 'finish':
      return finish(turn);
    default:
      return move satisfies never;
  }
};

/** The one loop: read the journal, decide one move, make it, until a person is waited for or the run is over. */
export const drive = async (engine: Engine, id: string, stopping?: Stopping): Promise<void> => {
  const lease = await engine.journal.claim(id);
  if (!lease) return;
  const release = () =>
    engine.journal
      .release(lease)
      .catch(() => engine.log(`run ${id}: its lease could not be released and runs out by itself`));
  const done = keepLease(engine, lease, stopping?.now);
  try {
    while (!stopping?.soon.aborted) {
      const run = fold(await engine.journal.read(id));
      if (run.finished) return;
      if ((await perform({ engine, lease, run })) === 'parked') return;
    }
    await release();
  } catch (error) {
    if (error instanceof LostTheRun) return engine.log(`${error.message}: this process stops driving it`);
    await release();
    throw error;
  } finally {
    done();
  }
};
