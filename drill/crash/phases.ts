import type { Entry } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { isForHelp } from './points.ts';

/** Where a process can die in a step, as points name it: around each write of the step, and around and in its command. */
const phasesOf = ({ event }: Entry<RunEvent>): readonly string[] => {
  const around = (what: string) => [`before ${what}`, `after ${what}`];
  switch (event.kind) {
    case 'began':
      return event.argv.length === 0
        ? around(`began ${event.step}`)
        : [`began ${event.step}`, `run ${event.step}`].flatMap(around).concat(`during run ${event.step}`);
    case 'asked':
      return isForHelp(event) ? [] : around(`asked ${event.step}`);
    case 'ended':
    case 'settled':
      return around(`${event.kind} ${event.step}`);
    default:
      return [];
  }
};

/** Writes that go together are one point: "before settled a + asked b". */
const parts = (point: string): readonly string[] => {
  const [when = '', ...what] = point.split(' ');
  return what
    .join(' ')
    .split(' + ')
    .map(part => `${when} ${part}`);
};

/** Phases of steps that these runs of a route came through and at which no process was killed, by name. The journal names
 *  the steps, so that a point that nobody thought of is missed and not forgotten. */
export const missedPhases = (
  route: string,
  entries: readonly Entry<RunEvent>[],
  struck: ReadonlySet<string>,
): readonly string[] => {
  const done = new Set(
    [...struck]
      .filter(place => place.startsWith(`${route}: `))
      .flatMap(place => parts(place.slice(route.length + 2))),
  );
  return [...new Set(entries.flatMap(phasesOf))]
    .filter(phase => !done.has(phase))
    .map(phase => `${route}: ${phase}`);
};
