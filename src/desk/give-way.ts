import { isCureless } from '../cluster/verdict-types.ts';
import type { Engine } from '../engine/engine.ts';
import type { Person } from '../model/person.ts';
import { fold, type Run } from '../runs/run.ts';
import { josa } from '../words.ts';
import type { Refusal } from './desk-types.ts';
import { no } from './open-run.ts';

/** What only saves does not hold the cluster against who would heal it. */
export const givesWay = (run: Run): boolean => isCureless(run.started.cure);

const patienceMs = 30_000;
const everyMs = 250;

const stillThere = (run: Run): Refusal =>
  no(
    {
      en: `Run ${run.id} only saves snapshots and gives way, but is in the middle of one. It starts nothing more; type the same again in a minute.`,
      ko: `${josa(run.id, '은/는')} 스냅샷만 저장하는 작업이라 양보하지만 지금 저장 중입니다. 더 시작하는 것은 없습니다. 1분 뒤 다시 입력하세요.`,
    },
    run.id,
  );

/** Asks it to end, as an abort does, and waits for its end. Whoever may ask for a recovery may do this. */
const askToEnd = async ({ journal, channel }: Engine, id: string, by: Person): Promise<void> => {
  for (let tries = 0; tries < 8; tries++) {
    const run = fold(await journal.read(id));
    if (run.finished || run.abort) return;
    const event = { kind: 'abort-requested', by, via: 'slash', for: 'recover' } as const;
    const written = await journal.write({
      run: id,
      events: [event],
      as: { expectSeq: run.seq },
      then: 'wake',
    });
    if (written.ok) return channel.show(id);
  }
};

/** null: the cluster is free. Otherwise why a recovery does not start yet. */
export const makeWay = async (engine: Engine, run: Run, by: Person): Promise<Refusal | null> => {
  await askToEnd(engine, run.id, by);
  const until = engine.clock.elapsed() + patienceMs;
  for (;;) {
    const row = await engine.journal.row(run.id);
    if (row?.finishedAt != null) return null;
    if (engine.clock.elapsed() > until) return stillThere(run);
    await engine.clock.sleep(everyMs);
  }
};
