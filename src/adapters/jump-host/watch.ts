import type { Command } from '../../model/command.ts';
import type { FencePlace } from '../../ports/jump-host.ts';
import { endingOfAnswer, type FenceAnswer, parseAnswer, whyRefused } from './answer.ts';
import type { Carried } from './carrier.ts';
import { createFrames, type Frames } from './frames.ts';
import type { Output } from './output.ts';
import { parsePlace } from './place.ts';
import type { Ending } from './ran.ts';

/** One follower of a command behind the fence: what it has shown so far and what the fence said last. */
export type Watch = {
  readonly output: Output;
  readonly frames: Frames;
  answer(): FenceAnswer | null;
  /** Whose fence answered, where it said so and has an identity. */
  place(): FencePlace | undefined;
  /** The journal's head, as it lies beside the folder; '' where none does, null where it was not told. */
  head(): string | null;
  started(): boolean;
};

export const createWatch = (output: Output): Watch => {
  let answer: FenceAnswer | null = null;
  let started = false;
  let place: FencePlace | undefined;
  let head: string | null = null;
  const onLine = (line: string) => {
    if (line === 'started') started = true;
    answer = parseAnswer(line) ?? answer;
    place = parsePlace(line) ?? place;
    if (line.startsWith('head ')) head = line.slice(5).trim();
  };
  return {
    output,
    frames: createFrames({ onOut: output.stdout, onErr: output.stderr, onLine }),
    answer: () => answer,
    place: () => place,
    head: () => head,
    started: () => started,
  };
};

const lost = (why: string): Ending => ({ end: 'lost', exitCode: null, why });
const notStarted = (why: string): Ending => ({ end: 'not-started', exitCode: null, why });

/** Nothing answered that could have started it: the only case in which a claim is left alone. */
export const surelyNotStarted = (watch: Watch, carried: Carried): boolean =>
  !watch.started() && (carried.end === 'unreachable' || (carried.end === 'done' && !watch.frames.begun()));

/** No answer: the connection went, and only before the fence was reached is it sure that nothing ran. */
const withoutAnswer = (watch: Watch, carried: Carried, host: string): Ending => {
  const said = carried.end === 'done' ? carried.stderr || `exit code ${carried.exitCode}` : carried.why;
  if (carried.end === 'done')
    return surelyNotStarted(watch, carried)
      ? notStarted(`the fence on ${host} did not run (${said}): look whether its folder can be read`)
      : lost(`the fence on ${host} ended without an answer (${said})`);
  return surelyNotStarted(watch, carried) ? notStarted(said) : lost(said);
};

/** What became of a command, from the fence's answer or, without one, from how the connection ended. */
export const endingOfWatch = (
  command: Command,
  watch: Watch,
  carried: Carried,
  host: { name: string; path?: string },
): Ending => {
  const answer = watch.answer();
  switch (answer?.state) {
    case undefined:
      return withoutAnswer(watch, carried, host.name);
    case 'ended':
      return endingOfAnswer(command, answer);
    case 'refused':
      return notStarted(whyRefused(command, answer.why, host.path));
    case 'unknown':
      return lost(answer.why);
    // Whether that is proof depends on whose fence it is, which is for whoever looks at the claim to say.
    case 'burnt':
    case 'never-started':
    case 'running':
      return lost('the fence has no record that it started: look at the claim again');
    default:
      return answer satisfies never;
  }
};
