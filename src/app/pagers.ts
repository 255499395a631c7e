import { pagerDuty } from '../adapters/pager/pagerduty.ts';
import { webhook } from '../adapters/pager/webhook.ts';
import type { Config } from '../config.ts';
import type { TimeRules } from '../engine/timekeeper.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Pager, PagerCall } from '../ports/pager.ts';

/** Every pager that is set, as one; null without any. Telling one of them again because another failed does no harm. */
const pagerOf = (config: Config, clock: Clock): Pager | null => {
  const { PAGERDUTY_ROUTING_KEY: key, PAGER_WEBHOOK_URL: url, PAGER_WEBHOOK_SECRET: secret } = config;
  const all = [
    ...(key ? [pagerDuty(config.PAGERDUTY_URL, key)] : []),
    ...(url && secret ? [webhook(url, secret, clock)] : []),
  ];
  const each = async (tell: (pager: Pager) => Promise<void>): Promise<void> => {
    const failed = (await Promise.allSettled(all.map(tell))).find(one => one.status === 'rejected');
    if (failed) throw failed.reason;
  };
  if (all.length === 0) return null;
  return {
    trigger: page => each(pager => pager.trigger(page)),
    resolve: page => each(pager => pager.resolve(page)),
  };
};

type Book = Pick<Ledger, 'noteInLedger'> & { readonly log: (line: string) => void };
/** Each call is written down with what came of it; a store that is away keeps nobody from being called. */
const recorded = (pager: Pager, { noteInLedger, log }: Book): Pager => {
  const told = (does: keyof Pager) => async (page: PagerCall) => {
    const { key, run, summary } = page;
    const note = (failed: boolean) =>
      noteInLedger({ kind: 'paged', does, key, run, summary, failed }).catch(error =>
        log(`a page is not written down: ${String(error)}`),
      );
    try {
      await pager[does](page);
    } catch (error) {
      await note(true);
      throw error;
    }
    await note(false);
  };
  return { trigger: told('trigger'), resolve: told('resolve') };
};

/** When nobody answers: who is called, and when. */
export const timeRules = (config: Config, clock: Clock, book: Book): TimeRules => {
  const pager = pagerOf(config, clock);
  return {
    remindMinutes: config.REMIND_AFTER_MINUTES,
    escalateMinutes: config.ESCALATE_AFTER_MINUTES,
    further: config.ESCALATION_GROUP ? { group: config.ESCALATION_GROUP } : null,
    pager: pager && recorded(pager, book),
  };
};
