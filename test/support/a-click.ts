import type { Answer, Click } from '../../src/model/click.ts';
import type { Person } from '../../src/model/person.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Run } from '../../src/runs/run.ts';
import { aRun, digest, gentlePlan, started } from './a-run.ts';

/** A click on the open ask of the gentle route's first change, as a test changes it. */
export const aClick = (by: Person, answer: Answer = 'approve', change: Partial<Click> = {}): Click => ({
  run: '7f3a',
  step: 'move-leader',
  attempt: 1,
  nonce: digest.slice(0, 16),
  answer,
  by,
  via: 'button',
  ...change,
});

/** What such a click wrote. */
export const answered = (by: Person, answer: Answer): RunEvent => ({
  kind: 'answered',
  step: 'move-leader',
  attempt: 1,
  answer,
  by,
  via: 'button',
  digest,
});

/** Asked to stop, outside a button. */
export const aborted = (by: Person): RunEvent => ({ kind: 'abort-requested', by, via: 'slash' });

/** A run whose first step is that change. */
export const ofChange = (...events: readonly RunEvent[]): Run =>
  aRun(started({ plan: gentlePlan.slice(1) }), ...events);
