import type { Slack } from '../adapters/slack/app.ts';
import type { Config } from '../config.ts';
import type { Journal } from '../ports/journal.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Words } from '../words.ts';
import type { Metrics } from './metrics.ts';
import { startStatus } from './status-server.ts';

/** What stands behind the status, filled in as the bot comes to stand. */
export type Behind = { journal: Journal<RunEvent> | null; held: () => Words | null };

/** Why the bot can't do its work now. */
const notReady = async (slack: Slack, { journal, held }: Behind): Promise<readonly string[]> => {
  const store = await journal?.now().then(
    () => null,
    error => (error instanceof Error ? error.message : String(error)),
  );
  const reasons = [
    journal === null ? 'The journal is not open yet.' : store,
    slack.connectedMs() === null ? 'Slack is not connected; runs go on.' : null,
    held()?.en ?? null,
  ];
  return reasons.filter(each => typeof each === 'string');
};

/** From the first moment on, so that a bot that waits for its journal says so; null where STATUS_PORT is not set. */
export const openStatus = async (config: Config, slack: Slack, metrics: Metrics, behind: Behind) =>
  config.STATUS_PORT === undefined
    ? null
    : startStatus(config.STATUS_PORT, {
        notReady: () => notReady(slack, behind),
        metrics: async () => (behind.journal ? metrics.scrape(behind.journal, slack.connectedMs()) : ''),
      });
