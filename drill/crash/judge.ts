import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Effect } from '../foundation/machine.ts';

/** A click that its person was told was taken, or the command whose run they were told is planned. */
export type Ack =
  | {
      readonly kind: 'answer';
      readonly run: string;
      readonly step: string;
      readonly attempt: number;
      readonly answer: string;
      readonly by: string;
    }
  | { readonly kind: 'abort'; readonly run: string; readonly by: string }
  | { readonly kind: 'run'; readonly run: string };

type Of<Kind extends RunEvent['kind']> = Entry<Extract<RunEvent, { kind: Kind }>>;
const ofKind = <Kind extends RunEvent['kind']>(
  entries: readonly Entry<RunEvent>[],
  kind: Kind,
): readonly Of<Kind>[] => entries.filter((entry): entry is Of<Kind> => entry.event.kind === kind);

/** What a step's command does to the foundation, as the foundation counts it; null where it changes nothing. */
export const effectOf = (step: string, target: string): string | null => {
  const power = /^(?:undo-)?power-(on|off)-(\w+)$/.exec(step);
  if (power) return `power-${power[1]} master/${power[2]}`;
  switch (step) {
    case 'delete-vm':
    case 'cck':
    case 'recreate':
      return `${step} ${target}`;
    case 'move-leader':
    case 'snapshot':
    case 'monit-start':
    case 'monit-restart':
      return step.replace(/^monit-.*/, 'monit');
    case 'resurrection-off':
      return 'resurrection off';
    case 'resurrection-back':
    case 'undo-resurrection':
      return 'resurrection on';
    default:
      return null;
  }
};

export const keyOf = (effect: Effect): string => {
  if (effect.what.startsWith('power-'))
    return `${effect.what} ${effect.on.slice(0, 'master/12345678'.length)}`;
  if (effect.what === 'resurrection') return `resurrection ${effect.detail}`;
  return ['delete-vm', 'cck', 'recreate'].includes(effect.what) ? `${effect.what} ${effect.on}` : effect.what;
};

/** Intents that may have acted: the fence never said of them that they can't have. */
const intentsOf = (entries: readonly Entry<RunEvent>[]): readonly Of<'began'>[] => {
  const began = ofKind(entries, 'began').filter(({ event }) => event.argv.length > 0);
  const never = ofKind(entries, 'never-started');
  return began.filter((each, at) => {
    const next = began.slice(at + 1).find(later => later.event.step === each.event.step);
    return !never.some(
      no => no.event.step === each.event.step && no.seq > each.seq && no.seq < (next?.seq ?? Infinity),
    );
  });
};

/** Begun again although nobody knew what had become of the first time. */
const beganBlindly = (entries: readonly Entry<RunEvent>[]): number => {
  const open = new Set<string>();
  let blind = 0;
  for (const { event } of entries) {
    if (event.kind === 'began' && event.argv.length > 0) {
      if (open.has(event.step)) blind++;
      open.add(event.step);
    }
    if (['ended', 'never-started', 'settled', 'answered'].includes(event.kind) && 'step' in event)
      open.delete(event.step ?? '');
  }
  return blind;
};

/** What became of an act is told by one person; that approves nothing, and takes no approval's place either. */
const noteAsk = (
  event: Of<'asked'>['event'],
  people: Map<string, number>,
  approvers: Map<string, Set<string>>,
): void => {
  if (event.ask.startsWith('approve')) people.set(event.step, event.people);
  approvers.set(event.step, new Set());
};

/** Commands that ran with fewer distinct approvers than their card asked for, the requester not counted. */
const unapproved = (entries: readonly Entry<RunEvent>[]): number => {
  const [started] = ofKind(entries, 'started');
  const approvers = new Map<string, Set<string>>();
  const people = new Map<string, number>();
  let count = 0;
  for (const { event } of entries) {
    if (event.kind === 'asked') noteAsk(event, people, approvers);
    if (event.kind === 'voided') approvers.delete(event.step);
    if (event.kind === 'answered' && event.answer === 'approve') approvers.get(event.step)?.add(event.by.id);
    if (event.kind !== 'began') continue;
    const by = approvers.get(event.step) ?? new Set();
    by.delete(started?.event.requestedBy.id ?? '');
    if (by.size < (people.get(event.step) ?? 0)) count++;
  }
  return count;
};

export type Judged = {
  readonly blindReruns: number;
  readonly effectsWithoutIntent: number;
  readonly journalGaps: number;
  readonly unapproved: number;
};

/** One clock for all, but a millisecond is cut off on each side. */
const toleranceMs = 5;

/** What the foundation saw happen, held against what the journal says was meant to happen. */
export const judge = (entries: readonly Entry<RunEvent>[], effects: readonly Effect[]): Judged => {
  const [started] = ofKind(entries, 'started');
  const target = started?.event.target ?? '';
  const intents = Map.groupBy(intentsOf(entries), ({ event }) => effectOf(event.step, target));
  let [reruns, without] = [0, 0];
  for (const [key, done] of Map.groupBy(effects, keyOf)) {
    const meant = intents.get(key) ?? [];
    if (meant.length > 0) reruns += Math.max(0, done.length - meant.length);
    else without += done.length;
    for (const [nth, effect] of done.slice(0, meant.length).entries())
      if ((meant[nth]?.at ?? 0) > effect.at + toleranceMs) without++;
  }
  return {
    blindReruns: reruns + beganBlindly(entries),
    effectsWithoutIntent: without,
    journalGaps: entries.filter((entry, at) => entry.seq !== at + 1).length,
    unapproved: unapproved(entries),
  };
};

/** Is what a person was told was taken in the entries of its run? A run that the journal does not have has none. */
export const isWritten = (ack: Ack, entries: readonly Entry<RunEvent>[]): boolean => {
  switch (ack.kind) {
    case 'run':
      return entries.length > 0;
    case 'abort':
      return entries.some(
        ({ event }) =>
          (event.kind === 'abort-requested' || (event.kind === 'answered' && event.answer === 'abort')) &&
          event.by.id === ack.by,
      );
    case 'answer':
      return ofKind(entries, 'answered').some(
        ({ event }) =>
          event.step === ack.step &&
          event.attempt === ack.attempt &&
          event.answer === ack.answer &&
          event.by.id === ack.by,
      );
    default:
      return ack satisfies never;
  }
};
