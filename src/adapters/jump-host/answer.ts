import { constants } from 'node:os';
import { type Command, stoppedOnRequest } from '../../model/command.ts';
import { type Ending, killedByOthers, notStarted, overDeadline } from './ran.ts';

/** What fence.sh said in the end, read from its last line. */
export type FenceAnswer =
  | { readonly state: 'never-started' | 'burnt' | 'running' }
  | { readonly state: 'ended'; readonly exitCode: number; readonly by: string; readonly seconds: number }
  | { readonly state: 'unknown'; readonly why: string }
  | { readonly state: 'refused'; readonly why: string };

const lostTrack: Readonly<Record<string, string>> = {
  rebooted: 'the jump host was rebooted before the command left an exit code',
  vanished:
    'the command was started, is no longer running and left no exit code: somebody killed it with its supervisor',
  pruned: 'the command was started under this claim, but its record is so old that it was pruned',
};

/** `end …` or `refused …`; null for any other line. */
export const parseAnswer = (line: string): FenceAnswer | null => {
  const [word, state, ...detail] = line.trim().split(' ');
  if (word === 'refused') return { state: 'refused', why: [state, ...detail].join(' ') };
  if (word !== 'end') return null;
  if (state === 'never-started' || state === 'burnt' || state === 'running') return { state };
  if (state === 'unknown') return { state, why: lostTrack[detail[0] ?? ''] ?? detail.join(' ') };
  const [exitCode, by, startedAt, endedAt] = detail;
  if (state !== 'ended' || !by || !/^\d+$/.test(exitCode ?? ''))
    return { state: 'unknown', why: `the jump host's record of it cannot be read: ${line}` };
  const seconds = Math.max(0, Number(endedAt) - Number(startedAt)) || 0;
  return { state: 'ended', exitCode: Number(exitCode), by, seconds };
};

const signals: readonly (readonly [string, number])[] = Object.entries(constants.signals);
/** A shell reports a death by signal as 128 and its number. */
const signalOf = (exitCode: number): string | null =>
  signals.find(([, number]) => exitCode === 128 + number)?.[0] ?? null;

export const endingOfAnswer = (
  command: Command,
  answer: Extract<FenceAnswer, { state: 'ended' }>,
): Ending => {
  if (answer.by === 'deadline') return { end: 'deadline', exitCode: null, why: overDeadline(command) };
  if (answer.by === 'cancelled') return { end: 'killed', exitCode: null, why: stoppedOnRequest };
  const signal = signalOf(answer.exitCode);
  if (signal) return { end: 'killed', exitCode: null, why: killedByOthers(command, signal) };
  return { end: 'exited', exitCode: answer.exitCode, why: null };
};

const secretsTrouble: Readonly<Record<string, string>> = {
  'secrets missing':
    'JUMP_HOST_SECRETS_FILE is not on the jump host, or the login that the bot has there may not read it: correct the path or its owner',
  'secrets open':
    'others than its owner may read JUMP_HOST_SECRETS_FILE on the jump host: run `chmod 600` on it, and change what it holds if somebody may have read it',
  'secrets broken':
    'JUMP_HOST_SECRETS_FILE on the jump host cannot be read by a shell: make each line NAME=VALUE, with quotes around a value that has spaces or signs',
};
const elsewhere =
  'the fence on the jump host is another one than a moment before (its folder was emptied or changed, or the name of the jump host leads to two machines), so nothing was run: look where JUMP_HOST leads';
const alreadyStarted =
  'another process already started this command under the same claim: follow that one instead';
/** Why the fence did not start a command. */
export const whyRefused = (command: Command, why: string, path: string | undefined): string => {
  if (why === 'not-found') return notStarted(command, 'ENOENT', path ?? 'the login PATH of the jump host');
  if (why === 'burnt') return 'its claim was burnt before it could start, so nothing was run';
  if (why === 'broken') return 'its environment did not arrive whole, so nothing was run: try again';
  if (why === 'elsewhere') return elsewhere;
  const file = secretsTrouble[why];
  if (file) return `${file}; nothing was run`;
  if (why.startsWith('failed'))
    return `the fence could not write it down (${why.slice(7)}), so nothing was run: look at the disk of the jump host`;
  return alreadyStarted;
};
