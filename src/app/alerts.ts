import type { Slack } from '../adapters/slack/app.ts';
import { reasonKept } from '../desk/reason.ts';
import { alertCard, reminderCard } from '../messages/alert-card.ts';
import type { Card } from '../messages/drawn.ts';
import { type Alert, type AlertMeant, alertIn, dueReminder } from '../model/alert.ts';
import type { Callee, Person } from '../model/person.ts';
import { sent } from '../model/sent.ts';
import type { Journal } from '../ports/journal.ts';
import type { RunEvent } from '../runs/events.ts';
import { type Locale, text, type Words } from '../words.ts';

type Deps = {
  readonly journal: Journal<RunEvent>;
  readonly web: Slack['web'];
  readonly channel: string;
  readonly locale: Locale;
  readonly onCall: Callee | null;
  readonly log: (line: string) => void;
};
type Answer = { readonly ok: boolean; readonly words: Words };

const gone: Answer = {
  ok: false,
  words: text(
    'That alert is over or has changed; nothing was noted. The newest one stands further down.',
    '이미 해소되었거나 바뀐 알림이라 기록하지 않았습니다. 아래 최신 알림을 확인하세요.',
  ),
};
const hourMs = 3_600_000;
const keyOf = (name: string): string => `alert/${name}`;

/** The watch's alerts as they stand in the channel: answered by people, called again while nobody does, closed when it is over. Of several
 *  bots one writes, and what a restarted one finds is what it goes on with. */
export const createAlerts = ({ journal, web, channel, locale, onCall, log }: Deps) => {
  const read = async (name: string) => {
    const kept = await journal.recall(keyOf(name));
    return { kept, alert: alertIn(kept) };
  };
  const redraw = async (name: string, alert: Alert, end: Parameters<typeof alertCard>[3] = null) => {
    const message = { ...sent(alertCard(alert, name, locale, end)), channel: alert.channel, ts: alert.ts };
    await web.chat.update(message).catch(error => log(`watch: an alert is not redrawn: ${String(error)}`));
  };
  const close = async (name: string, end: NonNullable<Parameters<typeof alertCard>[3]>): Promise<void> => {
    const { kept, alert } = await read(name);
    if (alert && (await journal.swap(keyOf(name), kept, null))) await redraw(name, alert, end);
  };
  const answer = async (
    meant: AlertMeant,
    kind: string,
    change: Pick<Alert, 'acknowledged' | 'snoozed'>,
    words: Words,
  ): Promise<Answer> => {
    const { kept, alert } = await read(meant.alert);
    if (!alert || alert.at !== meant.at) return gone;
    const next = { ...alert, ...change };
    if (!(await journal.swap(keyOf(meant.alert), kept, next))) return gone;
    await journal.noteInLedger({ kind, alert: meant.alert, ...change });
    await redraw(meant.alert, next);
    return { ok: true, words };
  };
  return {
    /** Posts it, in the place of the one that stands. */
    raise: async (name: string, title: string, card: Card): Promise<void> => {
      const blocks = [...card.blocks] as unknown as Alert['card']['blocks'];
      const at = await journal.now();
      const alert = { at, channel, ts: '', title, card: { text: card.text, blocks }, reminders: 0 };
      const { ts = '' } = await web.chat.postMessage({ channel, ...sent(alertCard(alert, name, locale)) });
      await close(name, { is: 'newer' });
      await journal.remember(keyOf(name), { ...alert, ts });
    },
    /** A look has just shown that it is still so. */
    still: async (name: string): Promise<void> => {
      const { kept, alert } = await read(name);
      const now = await journal.now();
      const n = alert && dueReminder(alert, now);
      if (!alert || n === null) return;
      // Written down first: a bot that dies in between forgets one reminder and repeats none.
      if (!(await journal.swap(keyOf(name), kept, { ...alert, reminders: n }))) return;
      const message = sent(reminderCard(alert, now, locale, onCall));
      await web.chat.postMessage({ channel: alert.channel, thread_ts: alert.ts, ...message });
    },
    over: async (name: string): Promise<void> => close(name, { is: 'over', at: await journal.now() }),
    acknowledge: async (meant: AlertMeant, by: Person): Promise<Answer> =>
      answer(
        meant,
        'alert-acknowledged',
        { acknowledged: { by, at: await journal.now() } },
        text(
          'Noted: nobody is called again for it.',
          '확인으로 기록했습니다. 이 알림은 다시 울리지 않습니다.',
        ),
      ),
    snooze: async (meant: AlertMeant, by: Person, hours: number, why: string): Promise<Answer> => {
      const [at, reason] = [await journal.now(), reasonKept(why)];
      if (reason === '')
        return {
          ok: false,
          words: text('Say why. Nothing was noted.', '사유를 입력하세요. 기록하지 않았습니다.'),
        };
      const snoozed = { by, at, until: at + hours * hourMs, reason };
      return answer(
        meant,
        'alert-snoozed',
        { snoozed },
        text(`Snoozed for ${hours} h.`, `${hours}시간 동안 알림을 미뤘습니다.`),
      );
    },
  };
};
export type Alerts = ReturnType<typeof createAlerts>;
