import type { ChannelDeps } from './channel-deps.ts';

/** A person waits for the sentence that the link belongs to. */
const patienceMs = 2_000;
const mostKept = 200;

/** The address of a run's headline, asked of Slack once. Never rejects: what it belongs to is said without it. */
export const linking = ({ web, journal, clock, log }: ChannelDeps) => {
  const kept = new Map<string, string>();
  const ask = async (run: string): Promise<string | null> => {
    const headline = (await journal.posted(run)).find(({ key }) => key === 'headline');
    if (!headline) return null;
    const { channel, ts } = headline;
    const known = kept.get(`${channel} ${ts}`);
    if (known !== undefined) return known;
    const { permalink } = await web.chat.getPermalink({ channel, message_ts: ts });
    if (!permalink) return null;
    if (kept.size >= mostKept) kept.clear();
    kept.set(`${channel} ${ts}`, permalink);
    return permalink;
  };
  return async (run: string): Promise<string | null> => {
    const late = new AbortController();
    const asked = ask(run).catch(error => {
      log(`run ${run}: no link to its card: ${String(error)}`);
      return null;
    });
    const tooLate = clock.sleep(patienceMs, late.signal).then(
      () => null,
      () => null,
    );
    return Promise.race([asked, tooLate]).finally(() => late.abort());
  };
};
