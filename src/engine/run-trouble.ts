import { JournalTrouble, type TroubleKind } from '../ports/journal.ts';
import type { RunRow } from '../ports/run-row.ts';
import { josa, type Words } from '../words.ts';

/** These befall every run at once; whoever watches the journal tells them. */
const ofTheStore: readonly TroubleKind[] = ['full', 'read-only', 'away', 'busy', 'refused'];

/** Is it this run's own: a record that cannot be read, or a fault of this bot's? Other runs go on then. */
export const isOfTheRun = (error: unknown): boolean =>
  !(error instanceof JournalTrouble && ofTheStore.includes(error.trouble));

const whyOf = (error: unknown): Words => {
  if (error instanceof JournalTrouble) return error.words;
  const what = error instanceof Error ? error.message : String(error);
  return {
    en: `This bot failed on its record: ${what}. Read the bot’s log, then start the version that began the run or put back a backup.`,
    ko: `봇이 기록을 처리하지 못했습니다: ${what}. 봇 로그를 확인한 뒤, 복구를 시작한 버전을 실행하거나 백업으로 되돌리세요.`,
  };
};

/** For a run whose own card cannot be drawn. */
export const standsStill = ({ run, cluster }: RunRow, error: unknown): Words => {
  const why = whyOf(error);
  return {
    en: `Run ${run} of ${cluster} stands still, and nothing of it is begun. ${why.en} It is looked at again once a minute; other runs go on.`,
    ko: `${cluster} 복구 ${josa(run, '이/가')} 멈췄으며 이 복구에서는 아무것도 시작하지 않습니다. ${why.ko} 1분마다 다시 확인하며 다른 복구는 계속됩니다.`,
  };
};
