import type { Turn } from './engine.ts';
import type { RunEvent } from './events.ts';

/** Another process drives this run now, or it has ended: stop at once and touch nothing more. */
export class LostTheRun extends Error {
  override readonly name = 'LostTheRun';
}

/** Writes as the driver. 'again': somebody wrote meanwhile, so read and decide anew (only a park cares). */
export const write = async (
  { engine, lease, run }: Turn,
  events: readonly RunEvent[],
  then?: 'park' | 'finish',
): Promise<'written' | 'again'> => {
  const written = await engine.journal.write({
    run: run.id,
    events,
    as: { lease },
    ...(then ? { then } : {}),
    ...(then === 'park' ? { seenSeq: run.seq } : {}),
  });
  if (written.ok) {
    engine.channel.show(run.id);
    return 'written';
  }
  if (written.why === 'moved') return 'again';
  throw new LostTheRun(`run ${run.id}: ${written.why}`);
};
