import { whomToAsk } from '../approvals/whom.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Turn } from './engine.ts';
import { forgetEnd } from './result-cache.ts';

/** Another process drives this run now, or it has ended: stop at once and touch nothing more. */
export class LostTheRun extends Error {
  override readonly name = 'LostTheRun';
}

/** Throws once another process drives the run. */
export const stillOurs = ({ lost, run }: Pick<Turn, 'lost' | 'run'>): void => {
  if (lost.aborted) throw new LostTheRun(`run ${run.id}: another process drives it`);
};

/** Nothing that this run's command printed is needed any more. */
const isRest = (events: readonly RunEvent[], condition?: string): boolean =>
  condition === 'park' || condition === 'finish' || events.some(event => event.kind === 'settled');

/** Every ask is written with whom it calls, whichever move makes it. */
const calling = ({ engine, run }: Turn, event: RunEvent): RunEvent =>
  event.kind === 'asked'
    ? { ...event, to: whomToAsk(run, event, engine.approversOf(run.started.cluster)) }
    : event;

/**
 * Writes as the driver. With a condition ('park', 'finish', or 'unmoved': go on) nothing is written when a person wrote
 * since this process last read: 'again' then says to read and decide anew. What nobody's answer could change needs none.
 */
export const write = async (
  turn: Turn,
  events: readonly RunEvent[],
  condition?: 'park' | 'finish' | 'unmoved',
): Promise<'written' | 'again'> => {
  stillOurs(turn);
  const { engine, lease, run, seen } = turn;
  const written = await engine.journal.write({
    run: run.id,
    events: events.map(event => calling(turn, event)),
    as: { lease },
    ...(condition ? { seenSeq: seen.seq } : {}),
    ...(condition === 'park' || condition === 'finish' ? { then: condition } : {}),
  });
  if (written.ok) {
    const [first, last] = [written.entries[0], written.entries.at(-1)];
    // What somebody else wrote in between has not been read yet, so the number stays behind it.
    if (first && last && first.seq === seen.seq + 1) seen.seq = last.seq;
    if (isRest(events, condition)) forgetEnd(engine, run.id);
    engine.channel.show(run.id);
    return 'written';
  }
  if (written.why === 'moved') return 'again';
  throw new LostTheRun(`run ${run.id}: ${written.why}`);
};
