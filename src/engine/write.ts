import { whomToAsk } from '../approvals/whom.ts';
import type { RunEvent } from '../runs/events.ts';
import { glassCounts } from '../runs/glass.ts';
import type { Turn } from './engine.ts';
import { forgetEnd } from './result-cache.ts';

type Of<Kind extends RunEvent['kind']> = Extract<RunEvent, { kind: Kind }>;

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

const isBreakable = ({ engine, run }: Turn, { options, people }: Of<'asked'>): boolean =>
  engine.breakGlass !== undefined &&
  people > 0 &&
  options.includes('approve') &&
  !run.glass &&
  glassCounts(run.started);

/** Every ask is written with whom it calls, whichever move makes it; every entry of a step says where the glass is broken. */
const calling = (turn: Turn, event: RunEvent): RunEvent => {
  const { engine, run } = turn;
  const glass = run.glass ? { glass: true } : {};
  if (event.kind !== 'asked') return 'attempt' in event ? { ...event, ...glass } : event;
  const to = whomToAsk(run, event, engine.approversOf(run.started.cluster));
  return { ...event, ...glass, to, ...(isBreakable(turn, event) ? { breakable: true } : {}) };
};

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
