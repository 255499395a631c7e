import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import type { Settings } from '../runbooks/runbook.ts';
import type { RunEvent } from '../runs/events.ts';

/** All that looking needs of the outside. */
export type ObserverWorld = {
  readonly jumpHost: JumpHost;
  readonly journal: Journal<RunEvent>;
  readonly clock: Clock;
  readonly settings: Settings;
  /** Between the two looks of "twice, 5 s apart". */
  readonly secondLookMs: number;
};
