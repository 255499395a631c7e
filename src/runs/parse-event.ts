import { type RunEvent, runEvent } from './events.ts';

const nameOf = (json: unknown): string =>
  typeof json === 'object' && json !== null && 'kind' in json ? `an event "${json.kind}"` : 'something';

/** An entry's event as this version knows it. Throws on any other, which concerns its run alone. */
export const parseEvent = (json: unknown): RunEvent => {
  const read = runEvent.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new TypeError(
    where === 'kind'
      ? 'the journal holds an event of a kind that this version does not know: start the newer bot'
      : `the journal holds ${nameOf(json)} that is not as this version knows it (${where}: ${issue?.message})`,
  );
};
