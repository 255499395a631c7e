import type { Slack } from '../adapters/slack/app.ts';
import { notice } from '../messages/notices.ts';
import { sent } from '../model/sent.ts';
import type { Journal } from '../ports/journal.ts';
import type { RunEvent } from '../runs/events.ts';
import { fold, type Run } from '../runs/run.ts';
import { type Locale, text, type Words } from '../words.ts';

type Deps = {
  readonly journal: Pick<Journal<RunEvent>, 'read'>;
  readonly web: Slack['web'];
  /** Who may answer there, by id. */
  readonly approvers: (cluster: string) => Promise<readonly string[]>;
  readonly locale: Locale;
  readonly log: (line: string) => void;
};

const wordsOf = ({ id, started }: Run, why: Words): Words =>
  text(
    `Run ${id} of ${started.cluster} can’t show its cards: ${why.en}. What it asks is answered all the same: \`/pks approve ${id}\` in any channel of the bot’s, or \`pks approve ${id}\` on its host; \`/pks run show ${id}\` shows where it stands.`,
    `${started.cluster}의 복구 ${id} 카드를 올릴 수 없습니다: ${why.ko}. 응답은 다른 곳에서 할 수 있습니다: 봇이 있는 채널에서 \`/pks approve ${id}\`, 봇 호스트에서 \`pks approve ${id}\`. 상태 확인: \`/pks run show ${id}\``,
  );

/** The channel takes nothing from the bot: who asked, who owns the run and who may answer hear it by direct message, with where to
 *  answer. Who can't be told even so is logged. */
export const tellingDirectly =
  ({ journal, web, approvers, locale, log }: Deps) =>
  async (run: string, why: Words): Promise<void> => {
    log(`run ${run}: ${why.en}`);
    const entries = await journal.read(run);
    const now = entries.length > 0 ? fold(entries) : null;
    if (!now || now.finished) return;
    const message = sent(notice('⚠️', wordsOf(now, why), locale));
    const others = await approvers(now.started.cluster).catch(error => {
      log(`run ${run}: who may approve could not be read, so they are not told directly: ${String(error)}`);
      return [];
    });
    for (const channel of new Set([...now.owners.map(({ id }) => id), ...others]))
      await web.chat
        .postMessage({ channel, ...message })
        .catch(error => log(`run ${run}: ${channel} could not be told directly: ${String(error)}`));
  };
