import type { Slack } from '../adapters/slack/app.ts';
import { slackTroubleOf } from '../adapters/slack/trouble.ts';
import type { Config } from '../config.ts';
import { sent } from '../model/sent.ts';
import type { Clock } from '../ports/clock.ts';
import type { Memory } from '../ports/memory.ts';
import { type Locale, text } from '../words.ts';

type Options = {
  readonly slack: Pick<Slack, 'app' | 'web' | 'socket' | 'replace'>;
  readonly channel: string;
  readonly journal: Pick<Memory, 'recall' | 'remember'> & { now(): Promise<number> };
  readonly clock: Clock;
  readonly locale: Locale;
  readonly log: (line: string) => void;
  /** Once: not even a new client brings anything. */
  readonly onLost: (why: string) => void;
  /** Milliseconds between two; a test has no minutes. */
  readonly beatMs?: number;
};

/** One message for all bots of the store, and when any of them last heard of an edit of it, by the store's clock. */
const [messageKey, heardKey] = ['heartbeat message', 'heartbeat heard'];
const mostMissed = 2;

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const drawn = (at: number, locale: Locale) => {
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  const words = text(
    `💓 ${time} UTC. pks-rescue edits this every minute and waits for Slack to bring the edit back; nobody has to read it.`,
    `💓 ${time} UTC. pks-rescue가 1분마다 이 메시지를 수정하고 Slack에서 이벤트가 돌아오는지 확인합니다. 읽을 필요는 없습니다.`,
  );
  return sent({ text: words[locale], blocks: [] });
};

/**
 * A connection that answers pings and brings nothing: told by an edit of the bot's own message, which Slack has to bring back. Two that
 * did not come: a new client; two more: this process can't mend it. Before the first has ever come back none is missed: the event may
 * not be subscribed. What another bot of the store heard is not missed either, Slack gives each event to one of them.
 */
const startHeartbeat = (options: Options) => {
  const { slack, channel, journal, clock, locale, log, onLost, beatMs = 60_000 } = options;
  const stopping = new AbortController();
  let heardAt: number | null = null;
  let ts: string | null = null;
  slack.app.event('message', async ({ event }) => {
    const isOurs = event.channel === channel && event.subtype === 'message_changed';
    if (!isOurs || ts === null || event.message.ts !== ts) return;
    heardAt = clock.elapsed();
    await journal
      .now()
      .then(at => journal.remember(heardKey, at))
      .catch(error => log(`a heartbeat is not noted: ${String(error)}`));
  });

  const edit = async (): Promise<void> => {
    const kept = await journal.recall(messageKey);
    ts = field(kept, 'channel') === channel ? String(field(kept, 'ts')) : null;
    const update = (of: string, at: number) => {
      const message = drawn(at, locale);
      return slack.web.chat.update({ ...message, channel, ts: of });
    };
    const stands =
      ts !== null &&
      (await update(ts, clock.now()).then(
        () => true,
        (error: unknown) => {
          if (slackTroubleOf(error).is === 'gone') return false;
          throw error;
        },
      ));
    if (stands) return;
    const message = drawn(clock.now(), locale);
    ts = (await slack.web.chat.postMessage({ ...message, channel })).ts ?? null;
    await journal.remember(messageKey, { channel, ts });
    // A post is another event than an edit.
    if (ts !== null) await update(ts, clock.now() + 1_000);
  };
  /** Whether the beat came back by the time of the next one; null where nothing can be said of it. */
  const beat = async (): Promise<boolean | null> => {
    const [from, at] = [clock.elapsed(), await journal.now()];
    await edit();
    await clock.sleep(beatMs, stopping.signal);
    if (heardAt !== null && heardAt >= from) return true;
    // A connection that is known to be lost is mended by whoever watches it.
    if (heardAt === null || slack.socket.lostMs() > 0) return null;
    return Number(await journal.recall(heardKey)) >= at ? null : false;
  };
  const beating = async (): Promise<void> => {
    for (let [missed, failures] = [0, 0]; !stopping.signal.aborted; ) {
      const came = await beat().catch(async (error: unknown) => {
        if (!stopping.signal.aborted && failures++ === 0) log(`no heartbeat in ${channel}: ${String(error)}`);
        await clock.sleep(beatMs, stopping.signal).catch(() => {});
        return null;
      });
      if (came !== null) [missed, failures] = [came ? 0 : missed + 1, 0];
      if (missed === mostMissed) {
        log(`${missed} heartbeats did not come back, though Slack took them: connecting with a new client`);
        await slack.replace().catch(error => log(`no new connection to Slack: ${String(error)}`));
      }
      if (missed === 2 * mostMissed)
        return onLost('its heartbeat in Slack does not come back, not through a new client either');
    }
  };
  void beating();
  return {
    /** Milliseconds since one last came back; null where none has. */
    heardMs: (): number | null => (heardAt === null ? null : clock.elapsed() - heardAt),
    stop: () => stopping.abort(),
  };
};

/** Null where it is not set; over HTTP there is no connection. */
export const heartbeatOf = (
  {
    HEARTBEAT_CHANNEL: channel,
    SLACK_MODE,
    CARD_LANGUAGE: locale,
  }: Pick<Config, 'HEARTBEAT_CHANNEL' | 'SLACK_MODE' | 'CARD_LANGUAGE'>,
  parts: Omit<Options, 'channel' | 'locale'>,
) => (channel && SLACK_MODE === 'socket' ? startHeartbeat({ ...parts, channel, locale }) : null);
