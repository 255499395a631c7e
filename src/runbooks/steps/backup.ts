import { bbrBackup } from '../../commands/bbr.ts';
import { type Command, fellSilent, type Ran } from '../../model/command.ts';
import { shortInstance } from '../../model/instance.ts';
import { readBackup } from '../../readings/bbr.ts';
import { isMissed } from '../../readings/reading.ts';
import { josa } from '../../words.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { isHealthy } from '../step-context.ts';

const common = {
  kind: 'backup' as const,
  proofNeeds: 'output' as const,
  skippable: true,
  risk: {
    en: 'Backs up; changes nothing in etcd. Left-overs of a broken backup need `bbr … cleanup`.',
    ko: '백업만 하며 etcd를 바꾸지 않습니다. 백업이 깨지면 남은 것은 `bbr … cleanup`으로 정리해야 합니다.',
  },
  guards: () => [],
};

const bbrOf = ({ settings, deployment }: StepContext): Command =>
  bbrBackup(settings.bbrScript, deployment, settings.bbrSilenceSeconds);

/** Read after it fell silent. What could not be read is not down. */
const whileDown = ({ seen }: StepContext, ran: Ran): Proof => {
  const read = readBackup(ran);
  const down = seen.masters.find(each => each.cid === null || (each.etcd !== null && !isHealthy(each)));
  if (isMissed(read) || !down) return { state: 'broken', words: read.words };
  const who = shortInstance(down.instance);
  return {
    state: 'holds',
    words: {
      en: `Expected while the etcd of ${who} is down; the snapshot stands in for it.`,
      ko: `${josa(who, '이/가')} 내려가 있어 예상된 실패이며 스냅샷으로 대신합니다.`,
    },
  };
};

const backedUp = (ran: Ran | null, good: readonly string[]): Proof => {
  if (ran === null)
    return {
      state: 'broken',
      words: {
        en: 'its output is gone, so nobody can tell; look at the backup folder',
        ko: '출력이 남아 있지 않습니다. 백업 폴더를 확인하세요',
      },
    };
  const read = readBackup(ran);
  if (isMissed(read)) return { state: 'broken', words: read.words };
  return good.includes(read.outcome)
    ? { state: 'holds', words: read.words }
    : { state: 'broken', words: read.words };
};

/** The runbook's step 2: tried first, and expected to fail where the bootstrap instance's etcd is down. */
export const backupAttemptStep = (): Step => ({
  ...common,
  id: 'backup-attempt',
  version: 2,
  title: { en: 'bbr backup (expected to fail)', ko: 'bbr 백업 시도 (실패 예상)' },
  before: { en: 'nothing', ko: '없음' },
  after: { en: 'a backup, or the expected failure on record', ko: '백업 또는 예상된 실패 기록' },
  act: bbrOf,
  expects: ran => {
    const read = readBackup(ran);
    return !isMissed(read) && ['expected', 'silent'].includes(read.outcome) ? read.words : null;
  },
  proof: (context, ran) =>
    ran && fellSilent(ran) ? whileDown(context, ran) : backedUp(ran, ['done', 'expected']),
});

export const backupStep = (): Step => ({
  ...common,
  id: 'backup',
  version: 2,
  title: { en: 'bbr backup', ko: 'bbr 백업' },
  before: { en: 'all three members healthy', ko: '세 멤버 모두 정상' },
  after: { en: 'bbr says it succeeded', ko: 'bbr 성공' },
  act: bbrOf,
  proof: (_context, ran) => backedUp(ran, ['done']),
});
