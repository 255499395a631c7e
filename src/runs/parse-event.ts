import { z } from 'zod';
import { same, type Words } from '../words.ts';
import type { RunEvent } from './events.ts';

const kinds = [
  'started',
  'asked',
  'answered',
  'voided',
  'began',
  'never-started',
  'task',
  'ended',
  'settled',
  'noted',
  'replanned',
  'abort-requested',
  'finished',
] as const satisfies readonly RunEvent['kind'][];
const anyEvent = z.looseObject({ kind: z.enum(kinds) });

/** Older journals have English alone where both languages stand now. */
const both = (told: Words | string): Words => (typeof told === 'string' ? same(told) : told);
const inBoth = (event: RunEvent): RunEvent => {
  if (event.kind === 'started' && event.verdict?.evidence)
    return { ...event, verdict: { ...event.verdict, evidence: event.verdict.evidence.map(both) } };
  if (event.kind !== 'finished' || !event.facts) return event;
  const facts = Object.entries(event.facts).map(([name, value]) => [name, both(value)] as const);
  return { ...event, facts: Object.fromEntries(facts) };
};

/** An entry's event as this version knows it. The journal is ours and append-only, so the kind alone is checked. */
export const parseEvent = (json: unknown): RunEvent => {
  const read = anyEvent.safeParse(json);
  if (!read.success)
    throw new TypeError(
      'the journal holds an event of a kind that this version does not know: start the newer bot',
    );
  return inBoth(read.data as unknown as RunEvent); // written by this module's own types and never changed since
};
