import { z } from 'zod';
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

/** An entry's event as this version knows it. The journal is ours and append-only, so the kind alone is checked. */
export const parseEvent = (json: unknown): RunEvent => {
  const read = anyEvent.safeParse(json);
  if (!read.success)
    throw new TypeError(
      'the journal holds an event of a kind that this version does not know: start the newer bot',
    );
  return read.data as unknown as RunEvent; // written by this module's own types and never changed since
};
