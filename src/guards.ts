import type { Slack } from './adapters/slack/app.ts';
import type { RunEvent } from './runs/events.ts';
import { watchConnections } from './watch/connections.ts';
import type { TroubleListener } from './watch/journal-watch.ts';
import { startPresence } from './watch/presence.ts';
import type { Locale, Words } from './words.ts';
import type { Journal } from './world.ts';

type Telling = {
  readonly slack: Slack;
  /** Where a message goes that belongs to no run; null: the log alone has it. */
  readonly channel: string | undefined;
  readonly locale: Locale;
  readonly log: (line: string) => void;
};

const backWords: Words = {
  en: 'The journal works again; every run goes on from where it was written down.',
  ko: '저널이 다시 동작합니다. 모든 복구가 기록된 지점부터 이어집니다.',
};
const strangerWords = (connections: number, bots: number): Words => ({
  en: `Slack counts ${connections} connections with this bot’s app token and the store knows ${bots} bot${bots === 1 ? '' : 's'}: somebody else uses the token and takes clicks that nobody here sees. This bot stops taking clicks now. Find the other one, or revoke the token, then start this bot again; runs and approvals are kept.`,
  ko: `Slack에서 이 봇의 app token 연결이 ${connections}개인데 저장소가 아는 봇은 ${bots}개입니다. 다른 누군가가 token을 사용해 클릭을 가져가고 있습니다. 이 봇은 이제 클릭을 받지 않습니다. 상대를 찾거나 token을 폐기한 뒤 다시 시작하세요. 복구와 승인 기록은 보존됩니다.`,
});

/** One sentence for everybody, beside the journal and its cards: for when those are what is wrong. */
const announcer =
  ({ slack, channel, locale, log }: Telling) =>
  async (mark: string, words: Words, ts?: string): Promise<string | undefined> => {
    log(words.en);
    if (!channel) return undefined;
    const message = { channel, text: `${mark} ${words[locale]}`, unfurl_links: false, unfurl_media: false };
    try {
      if (ts === undefined) return (await slack.web.chat.postMessage(message)).ts;
      await slack.web.chat.update({ ...message, ts });
    } catch (error) {
      log(`this could not be said in Slack: ${String(error)}`);
    }
    return ts;
  };

/** The journal's trouble as one message, which says by itself when it is over. */
export const tellingTrouble = (telling: Telling): TroubleListener => {
  const say = announcer(telling);
  let told: Promise<string | undefined> = Promise.resolve(undefined);
  return {
    onTrouble: words => {
      told = say('⚠️', words);
    },
    onBack: () => {
      told = told.then(ts => say('✅', backWords, ts));
    },
  };
};

/** Counts the bots on this store and, in Socket Mode, the connections with this token. `onStranger` is called once. */
export const startGuards = async (
  telling: Telling,
  journal: Journal<RunEvent>,
  name: string,
  onStranger: (why: string) => void,
) => {
  const say = announcer(telling);
  const presence = await startPresence(journal, name, telling.log);
  const watch = watchConnections({
    bots: presence.count,
    reconnect: telling.slack.reconnect,
    log: telling.log,
    onStranger: ({ connections, bots }) => {
      watch.stop();
      const words = strangerWords(connections, bots);
      void say('⛔', words).then(() => onStranger(words.en));
    },
  });
  telling.slack.onHello(watch.hello);
  return {
    stop: async () => {
      watch.stop();
      await presence.leave().catch(error => telling.log(`no goodbye to the other bots: ${String(error)}`));
    },
  };
};
