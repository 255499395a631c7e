import type { Slack } from '../adapters/slack/app.ts';
import { slackTroubleOf } from '../adapters/slack/trouble.ts';
import type { Card } from '../messages/drawn.ts';
import { notice } from '../messages/notices.ts';
import { backoffMs } from '../model/backoff.ts';
import { sent } from '../model/sent.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { TroubleListener } from '../watch/journal-watch.ts';
import type { Locale, Words } from '../words.ts';

export type Telling = {
  readonly slack: Pick<Slack, 'web'>;
  /** Where a message goes that belongs to no run; with none the log alone has it. */
  readonly channels: () => readonly string[];
  readonly locale: Locale;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: (line: string) => void;
};

export type Announcement = {
  /** Resolves when it stands in every channel, or nobody can make it stand there; tries on while Slack is away. */
  readonly said: Promise<void>;
  /** What stands says this instead from now on; where nothing stands yet nothing is said any more. */
  takeBack(mark: string, words: Words): void;
};

const patience = { firstMs: 2_000, longestMs: 60_000 };

const waitOf = (error: unknown, tries: number): number | null => {
  const trouble = slackTroubleOf(error);
  if (trouble.is === 'wait') return trouble.ms;
  return trouble.is === 'later' ? backoffMs(tries, patience) : null;
};

/** One message in each channel, beside the journal and its cards: for when those are what is wrong. */
export const announcement = (telling: Telling, mark: string, words: Words): Announcement => {
  const { slack, channels, locale, clock, log } = telling;
  const posted = new Map<string, string>();
  let wanted: Card = notice(mark, words, locale);
  let over = false;
  const send = async (channel: string): Promise<void> => {
    const message = { ...sent(wanted), channel };
    const ts = posted.get(channel);
    if (ts !== undefined) await slack.web.chat.update({ ...message, ts });
    else posted.set(channel, (await slack.web.chat.postMessage(message)).ts ?? '');
  };
  /** How long to wait before the next try; null where another one is of no use. */
  const attempt = async (channel: string, tries: number): Promise<number | null> => {
    try {
      await send(channel);
      return 0;
    } catch (error) {
      if (tries === 0) log(`this could not be said in Slack (${channel}): ${String(error)}`);
      return waitOf(error, tries);
    }
  };
  /** One at a time for each channel: what is taken back while its post is on its way is edited when that has arrived. */
  const bring = async (channel: string): Promise<void> => {
    let stands: Card | null = null;
    for (let tries = 0; wanted !== stands && !(over && !posted.has(channel)); tries++) {
      const trying: Card = wanted;
      const wait = await attempt(channel, tries);
      if (wait === null) return;
      if (wait === 0) stands = trying;
      else await clock.sleep(wait);
    }
  };
  log(words.en);
  let said = Promise.all(channels().map(bring));
  return {
    said: said.then(() => {}),
    takeBack: (its, instead) => {
      log(instead.en);
      [wanted, over] = [notice(its, instead, locale), true];
      said = said.then(() => Promise.all([...posted.keys()].map(bring)));
    },
  };
};

/** For a run whose own card cannot be drawn: said where its messages stand, else where the bot's own words go. */
export const tellingOfRun =
  (telling: Telling, journal: Pick<Journal<never>, 'posted'>) =>
  async (run: string, words: Words): Promise<void> => {
    const posted = await journal.posted(run).catch(() => []);
    const own = [...new Set(posted.map(message => message.channel))];
    await announcement(own.length > 0 ? { ...telling, channels: () => own } : telling, '⚠️', words).said;
  };

const backWords: Words = {
  en: 'The journal works again; every run goes on from where it was written down.',
  ko: '저널이 다시 동작합니다. 모든 복구가 기록된 지점부터 이어집니다.',
};

/** The journal's trouble as one message, which says by itself when it is over. What could not be said while it lasted is
 *  not said afterwards. */
export const tellingTrouble = (telling: Telling): TroubleListener => {
  let now: Announcement | null = null;
  return {
    onTrouble: words => {
      now = announcement(telling, '⚠️', words);
    },
    onBack: () => {
      now?.takeBack('✅', backWords);
      now = null;
    },
  };
};
