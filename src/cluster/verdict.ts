import type { Words } from '../words.ts';
import { brokenFinding } from './broken.ts';
import { curesFor } from './cures.ts';
import { ephemeralDamage } from './ephemeral.ts';
import { evidenceOf } from './evidence.ts';
import type { Finding } from './finding.ts';
import { type Answering, type Standing, standingOf } from './quorum.ts';
import { recalling } from './recalling.ts';
import * as refusal from './refusals.ts';
import { isLearner, rosterFinding } from './roster.ts';
import type { ClusterSeen } from './seen.ts';
import { trustFinding } from './trust.ts';
import type { Verdict } from './verdict-types.ts';
import { type VersionSwitch, versionRefusal } from './versions.ts';
import { warningsOf } from './warnings.ts';

type VerdictOptions = VersionSwitch & {
  /** A run of the original route established at its start that member/ was never missing, from a log that has gone with
   *  its VM since. */
  readonly memberWasNeverMissing?: boolean;
};

/** Whether anything can be said at all, and whether enough members are there to mend anything. */
const countFinding = (seen: ClusterSeen, standing: Standing, evidence: readonly Words[]): Finding | null => {
  if (seen.masters.length !== 3) return refusal.notThree(seen, evidence);
  if (standing.down.length >= 2) return refusal.quorumLost(seen, standing, evidence);
  if (standing.unseen.length > 0) return refusal.notSeen(standing, evidence);
  return null;
};

const healthyFinding = (
  seen: ClusterSeen,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const damaged = ephemeralDamage(seen);
  const revision = Math.max(0, ...healthy.map(each => each.last.revision));
  return {
    name: 'healthy',
    target: damaged === null ? [] : [damaged.instance],
    sentence: {
      en: `All 3 members are healthy and agree: one leader, term ${healthy[0]?.last.raftTerm}, equal hash, revision ${revision}.`,
      ko: `멤버 3대가 모두 정상이며 일치합니다. 리더 1대, term ${healthy[0]?.last.raftTerm}, 해시 동일, revision ${revision}.`,
    },
    evidence,
    confidence: 'certain',
    refused: null,
  };
};

const findingOf = (seen: ClusterSeen, standing: Standing, evidence: readonly Words[]): Finding => {
  const { healthy, down } = standing;
  const [victim] = down;
  return (
    countFinding(seen, standing, evidence) ??
    trustFinding(seen, healthy, evidence) ??
    (victim === undefined
      ? (rosterFinding(seen, healthy, evidence) ?? healthyFinding(seen, healthy, evidence))
      : brokenFinding(seen, healthy, victim, evidence))
  );
};

/** Reasons that hold against every cure, whatever the verdict. */
const stopOf = (
  finding: Finding,
  seen: ClusterSeen,
  standing: Standing,
  options: VerdictOptions,
): Words | null => {
  if (finding.refused !== null) return finding.refused;
  if (finding.name === 'healthy' && ephemeralDamage(seen) === null) return null;
  const trusted = standing.healthy.filter(each => !finding.target.includes(each.master.instance));
  return versionRefusal(trusted, options) ?? memberRefusal(seen, trusted, finding);
};

/** The list that a cure starts from: three members, or two when one was removed already, all of them voters. */
const memberRefusal = (seen: ClusterSeen, trusted: readonly Answering[], finding: Finding): Words | null => {
  const members = trusted[0]?.members ?? [];
  const learners = Math.max(
    members.filter(member => member.learner).length,
    trusted.filter(isLearner).length,
  );
  const most = finding.name === 'half-added' ? 4 : 3;
  const unmounted = seen.masters.find(
    master => finding.target.includes(master.instance) && master.files?.mounted === false,
  );
  if (unmounted !== undefined)
    return {
      en: `/var/vcap/store on ${unmounted.instance} is no mount point: its persistent disk is not attached. Run \`bosh -d ${seen.deployment} cck --report\` and attach it first.`,
      ko: `${unmounted.instance}의 /var/vcap/store가 마운트되어 있지 않습니다. persistent disk가 연결되지 않은 상태이니 \`bosh -d ${seen.deployment} cck --report\`로 확인하고 먼저 연결하세요.`,
    };
  if (learners === 0 && members.length >= 2 && members.length <= most) return null;
  return {
    en: `${members.length} members are listed, ${learners} of them learners; a cure starts from 2 or 3 voters. A person looks at \`etcdctl member list\` first.`,
    ko: `멤버 목록에 ${members.length}대(learner ${learners}대)가 있습니다. 복구는 voter 2~3대에서만 시작합니다. \`etcdctl member list\`를 사람이 먼저 확인하세요.`,
  };
};

/** Only what is known not to have begun without member/ may be left alone with both others off. */
const neverMissing = (seen: ClusterSeen, { target }: Finding): boolean =>
  seen.masters
    .filter(master => target.includes(master.instance))
    .every(master => master.files?.memberWasMissing === false);

/** What is wrong with a cluster, how sure that is, and which cures fit. Pure: the same observation, the same verdict. */
export const verdictOf = (observed: ClusterSeen, options: VerdictOptions = {}): Verdict => {
  const seen = recalling(observed);
  const standing = standingOf(seen);
  const finding = findingOf(seen, standing, evidenceOf(seen, standing));
  const stop = stopOf(finding, seen, standing, options);
  const cures = curesFor(
    finding.name,
    stop,
    ephemeralDamage(seen) !== null,
    options.memberWasNeverMissing === true || neverMissing(seen, finding),
  );
  return {
    name: finding.name,
    target: finding.target,
    sentence: finding.sentence,
    evidence: finding.evidence,
    confidence: finding.confidence,
    ...cures,
    refused: cures.allowed.length === 0 ? stop : null,
    healthy: standing.healthy.map(each => each.master.instance),
    warnings: warningsOf(seen, standing),
  };
};
