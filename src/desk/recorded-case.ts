import type { Observation } from '../cluster/observation.ts';
import type { Verdict } from '../cluster/verdict-types.ts';
import { recordingOf } from '../readings/write-recording.ts';
import type { RecordedFile } from './desk-types.ts';

/** A recording as a case for `npm run -s verdict -- --check FILE`: what the bot says of it is what is expected of it, until a
 *  person who knows better corrects `expected`. */
export const caseText = (
  name: string,
  recording: unknown,
  { name: verdict, target }: Pick<Verdict, 'name' | 'target'>,
): string =>
  `${JSON.stringify([{ name, expected: { verdict, target }, observation: recording }], null, 2)}\n`;

/** Its name has nothing in it but letters, digits, dots and dashes. */
export const recordedFile = (seen: Observation, verdict: Verdict): { ok: true } & RecordedFile => {
  const { cluster, at } = seen;
  const stamp = at.slice(0, 19).replaceAll(/[-:]/g, '');
  return {
    ok: true,
    name: `${cluster.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 80)}-${stamp}.json`,
    text: caseText(`${cluster} ${at}`, recordingOf(seen), verdict),
    verdict: verdict.name,
  };
};
