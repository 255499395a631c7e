import type { Live } from '../ports/channel.ts';
import { currentStep, type Run } from '../runs/run.ts';
import type { Locale } from '../words.ts';
import { drawRun } from './draw-run.ts';
import type { Drawn } from './drawn.ts';

/** All of a run as it should stand in its channel: what the outbox brings there. */
type Page = {
  readonly channel: string;
  /** Milliseconds since the epoch: nothing of this run is older. */
  readonly since: number;
  /** The entry up to which it shows the record. */
  readonly seq: number;
  /** A step runs: its newest output belongs on the page. */
  readonly live: boolean;
  readonly messages: readonly Drawn[];
};

export const drawPage = (run: Run, live: Live | null, locale: Locale): Page => ({
  channel: run.started.channel,
  since: run.startedAt,
  seq: run.seq,
  live: ['running', 'ended'].includes(currentStep(run)?.state ?? ''),
  messages: drawRun(run, live, locale),
});
