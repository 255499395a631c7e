import { createSlackApp, type SlackConfig } from '../adapters/slack/app.ts';
import { createSlackChannel } from '../adapters/slack/channel.ts';
import { createPeople } from '../adapters/slack/people.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Telling } from './announce.ts';
import { drawing, liveChannels } from './drawing.ts';

type Log = (line: string) => void;

const slackConfig = (config: Config, log: Log): SlackConfig => {
  const common = { botToken: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log };
  return config.SLACK_MODE === 'socket'
    ? { ...common, mode: 'socket', appToken: config.SLACK_APP_TOKEN ?? '' }
    : { ...common, mode: 'http', signingSecret: config.SLACK_SIGNING_SECRET ?? '', port: config.PORT };
};

/** Slack before anything is connected; `cards` once the journal is open: who people are, and the outbox of the runs' cards. */
export const slackSide = (config: Config, clock: Clock, log: Log) => {
  const slack = createSlackApp(slackConfig(config, log));
  const live = liveChannels();
  const telling: Telling = {
    slack,
    channels: () => (config.CHANNEL ? [config.CHANNEL] : live.all()),
    locale: config.CARD_LANGUAGE,
    clock,
    log,
  };
  const cards = (journal: Journal<RunEvent>) => ({
    people: createPeople({
      web: slack.web,
      approvers: config.APPROVERS_GROUP
        ? { group: config.APPROVERS_GROUP }
        : { users: config.APPROVERS ?? [] },
      clock,
    }),
    channel: createSlackChannel({
      web: slack.web,
      journal,
      draw: drawing(journal, config, live),
      clock,
      log,
      onTrouble: (run, words) => log(`run ${run}: ${words.en}`),
    }),
  });
  return { slack, telling, cards };
};
