import type { Slack } from '../adapters/slack/app.ts';
import { slackTroubleOf } from '../adapters/slack/trouble.ts';
import { backoffMs } from '../model/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pager } from '../ports/pager.ts';

type Options = {
  readonly slack: Pick<Slack, 'socket' | 'replace' | 'web'>;
  readonly clock: Pick<Clock, 'sleep' | 'elapsed'>;
  readonly log: (line: string) => void;
  /** Once: no connection can be had while Slack answers, or never again with this token. */
  readonly onLost: (why: string, final: boolean) => void;
  /** Milliseconds; a test has no minutes. */
  readonly pace?: Partial<typeof usual>;
};

/** Noticed after ten seconds, given up after ten minutes in which Slack itself answers. */
const usual = { lookMs: 1_000, noticeMs: 10_000, giveUpMs: 600_000, firstMs: 2_000, longestMs: 60_000 };

/** A connection that Slack has not greeted, has left, or never answered: a new client in its place, ever more slowly. */
export const watchSocket = ({ slack, clock, log, onLost, pace }: Options) => {
  const { lookMs, noticeMs, giveUpMs, firstMs, longestMs } = { ...usual, ...pace };
  const stopping = new AbortController();
  const pause = (ms: number) => clock.sleep(ms, stopping.signal).catch(() => {});
  const lost = (): boolean => !stopping.signal.aborted && slack.socket.lostMs() > 0;
  /** True: a person has to act. */
  const isDead = async (error: unknown): Promise<boolean> => {
    if (slackTroubleOf(error).is === 'blocked') return true;
    return slack.web.auth.test().then(
      () => false,
      (why: unknown) => slackTroubleOf(why).is === 'blocked',
    );
  };
  const mend = async (): Promise<void> => {
    log(
      `no connection to Slack for ${Math.round(slack.socket.lostMs() / 1000)} s: connecting with a new client`,
    );
    const began = clock.elapsed();
    for (let failures = 1; lost(); failures++) {
      const error: unknown = await slack.replace().then(
        () => null,
        (why: unknown) => why ?? new Error('no reason given'),
      );
      if (error === null) return log('connected to Slack again, by a new client');
      if (failures === 1)
        log(`no new connection to Slack (${String(error)}); trying on, more and more slowly`);
      if (await isDead(error)) return onLost(`Slack refuses this bot: ${String(error)}`, true);
      const answers = await slack.web.auth.test().then(
        () => true,
        () => false,
      );
      if (answers && clock.elapsed() - began > giveUpMs)
        return onLost('Slack answers, but gives this bot no connection', false);
      await pause(backoffMs(failures, { firstMs, longestMs }));
    }
  };
  const watching = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pause(lookMs);
      if (slack.socket.lostMs() > noticeMs && lost()) await mend();
    }
  };
  void watching();
  return { stop: () => stopping.abort() };
};

/** What a lost connection means for the program: said by the pager, because Slack cannot say it, and then the end of it.
 *  `final`: no start of it would help before a person has acted. */
export const pagedLoss =
  (
    pager: Pager | null,
    log: (line: string) => void,
    ends: { readonly resolve: (why: string) => void; readonly never: (why: string) => void },
  ) =>
  (why: string, final: boolean): void => {
    const summary = `pks-rescue takes no clicks: ${why}`;
    log(summary);
    const paged = pager?.trigger({ key: 'slack-connection', summary, cluster: '', run: '', details: {} });
    void Promise.resolve(paged)
      .catch((error: unknown) => log(`the pager was not told: ${String(error)}`))
      .finally(() => (final ? ends.never(why) : ends.resolve(why)));
  };
