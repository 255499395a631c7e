import { fellSilent, type Ran } from '../model/command.ts';
import type { Words } from '../words.ts';
import { lastLine, missed, type Reading } from './reading.ts';
import { notUnderstood, troubleOf } from './trouble.ts';

type BackupObservation = {
  /** 'expected': the known failure of bbr-etcd while the bootstrap instance's etcd is down; no stop. 'silent': the same where its
   *  etcdctl is of 3.4 or later, which hangs then (docs/evidence.md#snapshots), or any other hang. */
  readonly outcome: 'done' | 'expected' | 'failed' | 'silent';
  readonly words: Words;
  /** Locks or artifacts may have been left: `bbr … cleanup` removes them. */
  readonly leftovers: boolean;
};

const refused =
  /Error attempting to run backup for job bbr-etcd on (\S+?):?\s[\s\S]{0,400}?dial tcp:? (?:(\S+:2379): connect: connection refused|lookup (\S+) on \S+ no such host)/;
/** bbr's own log, or words of the script about it: a page of some proxy with exit 0 is no backup. */
const ofBackup = /\[bbr\]|\bINFO - |\bbackup\b/i;
const failed = /\d+ errors? occurred:|Error attempting to run|exit code [1-9]/;

/** It began and nobody saw its end, so its lock and half an artifact may be where they were. */
const cutShort = ({ end }: Ran): boolean => end === 'killed' || end === 'deadline' || end === 'lost';

const andLeftovers = ({ en, ko }: Words): Words => ({
  en: `${en} bbr may have left its lock or half an artifact: run \`bbr … cleanup\` once no backup runs.`,
  ko: `${ko} bbr lock이나 만들다 만 백업이 남았을 수 있습니다. 실행 중인 백업이 없으면 \`bbr … cleanup\`을 실행하세요.`,
});

/** Its processes on the jump host are gone; what they began on the masters is not. */
const silent = ({ command: { silenceSeconds } }: Ran): Words => ({
  en: `bbr printed nothing for ${silenceSeconds} s, so it was ended with every process that it had started on the jump host. On the masters it may have left its lock, half an artifact (/var/vcap/store/bbr-backup) and an \`etcdctl snapshot save\` that waits for an etcd that is down: run \`bbr … cleanup\` once no backup runs.`,
  ko: `bbr가 ${silenceSeconds}초 동안 아무것도 출력하지 않아 점프 호스트에서 시작된 프로세스를 모두 종료했습니다. 마스터에는 bbr lock, 만들다 만 백업(/var/vcap/store/bbr-backup), 내려간 etcd를 기다리는 \`etcdctl snapshot save\`가 남았을 수 있습니다. 실행 중인 백업이 없으면 \`bbr … cleanup\`을 실행하세요.`,
});

const notEnded = (ran: Ran): Reading<BackupObservation> | null => {
  if (fellSilent(ran)) return { outcome: 'silent', leftovers: true, words: silent(ran) };
  const trouble = troubleOf(ran);
  return trouble && missed(cutShort(ran) ? andLeftovers(trouble.words) : trouble.words, trouble.name);
};

/** The owner's backup script. Its failure with one etcd down is known by its words, never by its exit code. */
export const readBackup = (ran: Ran): Reading<BackupObservation> => {
  const early = notEnded(ran);
  if (early !== null) return early;
  const said = `${ran.stdout}\n${ran.stderr}`;
  const found = refused.exec(said);
  if (found !== null) {
    const leftovers = !/Finished running post-backup-unlock scripts/.test(said);
    const words: Words = {
      en: `bbr could not back up ${found[1]}: ${found[2] ? `etcd refused the connection at ${found[2]}` : `BOSH DNS has no healthy ${found[3]}`}. Expected while that etcd is down; the snapshot stands in for it.`,
      ko: `bbr가 ${found[1]} 백업에 실패했습니다(${found[2] ? `${found[2]} etcd 연결 거부` : `BOSH DNS에 정상 상태의 ${found[3]} 없음`}). 해당 etcd가 내려가 있어 예상된 실패이며 스냅샷으로 대신합니다.`,
    };
    return { outcome: 'expected', leftovers, words: leftovers ? andLeftovers(words) : words };
  }
  if (ran.exitCode === 0 && !failed.test(said))
    return !ofBackup.test(said)
      ? notUnderstood(ran, { en: "bbr's log", ko: 'bbr 로그' })
      : {
          outcome: 'done',
          leftovers: false,
          words: { en: 'The backup ended without an error.', ko: '백업이 오류 없이 끝났습니다.' },
        };
  const last = lastLine(ran.stderr) || lastLine(ran.stdout) || 'no output';
  return {
    outcome: 'failed',
    leftovers: true,
    words: {
      en: `bbr failed (exit ${ran.exitCode}): "${last}". Read its whole output; run \`bbr … cleanup\` if it left a lock.`,
      ko: `bbr가 실패했습니다(exit ${ran.exitCode}): "${last}". 전체 출력을 확인하고 lock이 남았으면 \`bbr … cleanup\`을 실행하세요.`,
    },
  };
};
