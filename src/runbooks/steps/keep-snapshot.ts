import { keepSnapshot } from '../../commands/keep-snapshot.ts';
import { quoteArgv } from '../../commands/quote.ts';
import type { Ran } from '../../model/command.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { type KeptObservation, readKept } from '../../readings/kept-snapshot.ts';
import { isMissed } from '../../readings/reading.ts';
import { hashFault } from '../../readings/snapshot-file.ts';
import { joined, type Words, withMove } from '../../words.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { fact } from '../step-context.ts';
import { snapshotId, snapshotStep } from './snapshot.ts';

const keepId = (of: Instance | null): string => snapshotId(of).replace('snapshot', 'snapshot-copy');

const inOne = (...sentences: readonly Words[]): Words => joined(sentences, ' ');

/** Where it is, who can read it and when it is gone. */
const whereWords = (context: StepContext, kept: KeptObservation): Words => {
  const { host, keepDays } = context.settings.snapshots;
  return {
    en: `It is on the jump host (${host}) at ${kept.path}, 0600: it holds every Secret of the cluster, and root and the bot's login there can read it. The bot removes it ${keepDays} days after ${kept.day} (SNAPSHOT_KEEP_DAYS).`,
    ko: `점프 호스트(${host})의 ${kept.path} 에 0600으로 있습니다. 클러스터의 모든 Secret이 들어 있으며 그 호스트의 root와 봇 로그인만 읽을 수 있습니다. ${kept.day} 기준 ${keepDays}일 뒤 봇이 지웁니다(SNAPSHOT_KEEP_DAYS).`,
  };
};

/** How a person removes the copy on the VM. */
export const clearLine = (deployment: string, instance: Instance, path: string): string =>
  quoteArgv(['bosh', '-d', deployment, 'ssh', instance, '-c', quoteArgv(['sudo', 'rm', '-f', path])]);

const vmWords = (context: StepContext, from: string, kept: KeptObservation): Words => {
  const [on, path] = [fact(context, from, 'on') ?? '', fact(context, from, 'path') ?? ''];
  const short = shortInstance(on);
  return kept.onVm === 'removed'
    ? { en: `The copy on ${short} is removed.`, ko: `${short}의 사본은 지웠습니다.` }
    : {
        en: `The copy on ${short} could NOT be removed: ${clearLine(context.deployment, on, path)}.`,
        ko: `${short}의 사본을 지우지 못했습니다: ${clearLine(context.deployment, on, path)}`,
      };
};

/** Why no copy was restored anywhere; null where one was, and agreed. */
const unverified = (context: StepContext, from: string, kept: KeptObservation): Words | null => {
  if (fact(context, from, 'hash') !== null || kept.restored !== 'not-tried') return null;
  return kept.room
    ? {
        en: `No copy was restored on the jump host either: ${kept.room.free} are free, and three times the db of ${kept.room.db} is needed.`,
        ko: `점프 호스트에서도 복원 시험을 하지 않았습니다. 여유 공간 ${kept.room.free}, 필요 공간은 db ${kept.room.db}의 3배입니다.`,
      }
    : {
        en: 'No copy was restored on the jump host either: ETCD_BIN is not set.',
        ko: '점프 호스트에서도 복원 시험을 하지 않았습니다. ETCD_BIN이 설정되지 않았습니다.',
      };
};

const doesNotCount: Words = withMove({
  en: 'So it does not count as verified and no change is made on the strength of it: make room on the VM and start anew, or set ETCD_BIN, restart the bot and try again.',
  ko: '검증된 스냅샷으로 인정하지 않으므로 이후 변경은 실행하지 않습니다. VM 공간을 확보해 새로 시작하거나, ETCD_BIN을 설정하고 봇을 재시작한 뒤 다시 시도하세요.',
});
const onlyItsTrailer: Words = {
  en: 'Its trailer and revision are right; a restore shows the rest.',
  ko: 'trailer와 revision은 확인되었으며, 나머지는 복원해 봐야 압니다.',
};

const hashHere = (context: StepContext, from: string, { restored }: KeptObservation): Words | null => {
  if (restored === 'not-tried') return null;
  const [hash, compactRevision] = [fact(context, from, 'liveHash'), fact(context, from, 'compactRevision')];
  const live =
    hash && compactRevision
      ? {
          revision: Number(fact(context, from, 'revision')),
          hash: Number(hash),
          compactRevision: Number(compactRevision),
        }
      : null;
  return hashFault(restored, live);
};

const restoredWords = ({ restored }: KeptObservation): readonly Words[] =>
  restored === 'not-tried' || restored === null
    ? []
    : [
        {
          en: `A copy restored on the jump host has the live hash ${restored.hash}.`,
          ko: `점프 호스트 복원본의 해시가 운영본과 같습니다(${restored.hash}).`,
        },
      ];

const judged = (
  context: StepContext,
  from: string,
  kept: KeptObservation,
  mustBeVerified: boolean,
): Proof => {
  const where = inOne(whereWords(context, kept), vmWords(context, from, kept));
  const fault = hashHere(context, from, kept);
  if (fault) return { state: 'broken', words: inOne(fault, where) };
  const untried = unverified(context, from, kept);
  if (untried && mustBeVerified) return { state: 'broken', words: inOne(untried, doesNotCount, where) };
  const { restored } = kept;
  return {
    state: 'holds',
    words: inOne(...restoredWords(kept), ...(untried ? [untried, onlyItsTrailer] : []), where),
    facts: {
      snapshot: from,
      path: kept.path,
      day: kept.day,
      onVm: kept.onVm,
      ...(restored === 'not-tried' || restored === null ? {} : { hash: String(restored.hash) }),
    },
  };
};

const proofOf =
  (from: string, mustBeVerified: boolean) =>
  (context: StepContext, ran: Ran | null): Proof => {
    if (ran === null)
      return { state: 'broken', words: { en: 'its output is gone', ko: '출력이 남아 있지 않음' } };
    const kept = readKept(ran, Number(fact(context, from, 'revision') ?? Number.NaN));
    return isMissed(kept)
      ? { state: 'broken', words: kept.words }
      : judged(context, from, kept, mustBeVerified);
  };

/** Copied with bosh scp and compared; only then the VM's copy goes. `of`: as of the snapshot. */
export const keepStep = (of: Instance | null = null): Step => {
  const from = snapshotId(of);
  return {
    id: keepId(of),
    version: 1,
    kind: 'snapshot',
    proofNeeds: 'output',
    skippable: true,
    title:
      of === null
        ? { en: 'Copy the snapshot to the jump host', ko: '스냅샷을 점프 호스트로 복사' }
        : {
            en: `Copy the snapshot of ${shortInstance(of)} to the jump host`,
            ko: `${shortInstance(of)} 스냅샷을 점프 호스트로 복사`,
          },
    risk: {
      en: 'Copies a file that holds every Secret: 0600 in a folder of 0700. While it is fetched, those who may `bosh ssh` as root can read it without sudo. Then the copy on the VM is removed.',
      ko: '모든 Secret이 든 파일을 0700 폴더에 0600으로 복사합니다. 가져오는 동안에는 `bosh ssh`로 root가 될 수 있는 사용자가 sudo 없이 읽을 수 있습니다. 복사 후 VM의 사본은 지웁니다.',
    },
    before: { en: 'the snapshot is saved', ko: '스냅샷 저장됨' },
    after: {
      en: 'the same sha256 on the jump host, a restored copy agrees, the VM’s copy is gone',
      ko: '점프 호스트에서 sha256 일치, 복원본 일치, VM 사본 삭제',
    },
    guards: () => [],
    skip: context =>
      fact(context, from, 'sha256') === null
        ? { en: 'There is no snapshot to copy.', ko: '복사할 스냅샷이 없습니다.' }
        : null,
    placeholder: {
      en: '(bosh scp to the jump host, once the snapshot is saved)',
      ko: '(스냅샷 저장 후 bosh scp로 점프 호스트에 복사)',
    },
    act: context => {
      const facts = context.facts[from];
      const { path, on, sha256, revision, compactRevision } = facts ?? {};
      if (!path || !on || !sha256) return null;
      const bin = fact(context, from, 'hash') === null ? context.settings.snapshots.etcdBin : null;
      const restore = bin && revision ? { bin, revision, compact: compactRevision ?? '' } : null;
      const name = `${context.run}.${shortInstance(on).replace('/', '-')}.db`;
      return keepSnapshot(
        context.deployment,
        { instance: on, path, name, sha256, restore },
        context.settings.snapshots,
      );
    },
    proof: proofOf(from, of === null),
  };
};

/** First of all in every cure. */
export const snapshotSteps = (): readonly Step[] => [snapshotStep(), keepStep()];
