import { createSlackApp, type SlackConfig } from '../adapters/slack/app.ts';
import { askDrawings } from '../adapters/slack/ask-drawings.ts';
import { createSlackChannel } from '../adapters/slack/channel.ts';
import { newDrawings } from '../adapters/slack/drawings.ts';
import { createMail } from '../adapters/slack/mail.ts';
import { createPeople } from '../adapters/slack/people.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Words } from '../words.ts';
import { announcement, type Telling } from './announce.ts';
import { approversOf } from './approvers.ts';
import { drawing, liveChannels } from './drawing.ts';
import { tellingDirectly } from './unreachable.ts';

type Log = (line: string) => void;

const slackConfig = (config: Config, log: Log): SlackConfig => {
  const network = {
    httpsProxy: config.HTTPS_PROXY,
    noProxy: config.NO_PROXY,
    caFile: config.SLACK_CA_FILE,
  };
  const common = { botToken: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, network, log };
  return config.SLACK_MODE === 'socket'
    ? { ...common, mode: 'socket', appToken: config.SLACK_APP_TOKEN ?? '' }
    : { ...common, mode: 'http', signingSecret: config.SLACK_SIGNING_SECRET ?? '', port: config.PORT };
};

const plainerWords = (code: string): Words => ({
  en: `This Slack refuses newer blocks (${code}), so the bot draws its cards plainer: nothing is left out, and every button stays.`,
  ko: `이 Slack에서 최신 블록을 거부하여(${code}) 카드를 더 단순한 형태로 표시합니다. 빠지는 내용은 없고 버튼도 모두 그대로입니다.`,
});

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
  const drawings = newDrawings(code => void announcement(telling, '⚠️', plainerWords(code)));
  const cards = (journal: Journal<RunEvent>) => {
    const people = createPeople({
      web: slack.web,
      approvers: cluster => approversOf(config, cluster),
      runChannels: config.RUN_CHANNELS,
      clock,
    });
    const locale = config.CARD_LANGUAGE;
    const tell = tellingDirectly({ journal, web: slack.web, approvers: people.approverIds, locale, log });
    return {
      mail: createMail({ web: slack.web, clock, drawings, log }),
      people,
      channel: createSlackChannel({
        web: slack.web,
        journal,
        draw: drawing(journal, config, live),
        drawings,
        clock,
        log,
        onTrouble: (run, words) => void tell(run, words).catch(error => log(String(error))),
      }),
    };
  };
  return { slack, telling, cards, askDrawings: () => askDrawings(slack.web, drawings) };
};
