import type { Words } from '../words.ts';
import { brokenFinding } from './broken.ts';
import { unprovenBirth, unprovenOriginal, unprovenStart } from './cure-reasons.ts';
import { curesFor, type Unproven } from './cures.ts';
import { ephemeralDamage } from './ephemeral.ts';
import { evidenceOf } from './evidence.ts';
import type { Finding } from './finding.ts';
import { badGround, badMount, filesUnread } from './ground.ts';
import type { Observation } from './observation.ts';
import { type Answering, type Standing, standingOf } from './quorum.ts';
import { quorumStopped } from './quorum-stopped.ts';
import { recalling } from './recalling.ts';
import * as refusal from './refusals.ts';
import { silent, turnedAway } from './refusals-silent.ts';
import { isLearner, rosterFinding } from './roster.ts';
import { freshLogEnd, logEndOf } from './signature.ts';
import { notServing } from './silence.ts';
import { trustFinding } from './trust.ts';
import type { Verdict } from './verdict-types.ts';
import { type VersionSwitch, versionRefusal } from './versions.ts';
import { warningsOf } from './warnings.ts';

type VerdictOptions = VersionSwitch & {
  /** A run of the original route established at its start that member/ was never missing, from a log that has gone with
   *  its VM since. */
  readonly memberWasNeverMissing?: boolean;
};

/** Two or three that do not serve: the quorum is lost where two are known to be down, or where all of them tell that they
 *  have no leader. No answer is not down. */
const severalFinding = (seen: Observation, standing: Standing, evidence: readonly Words[]): Finding => {
  const why = standing.down.map(master => [master, notServing(master)] as const);
  const of = (...names: readonly string[]) =>
    why.filter(([, each]) => names.includes(each)).map(([master]) => master);
  const lost = of('down').length >= 2 || of('down', 'answers').length === why.length;
  if (lost) return quorumStopped(seen, evidence) ?? refusal.quorumLost(seen, standing, evidence);
  const turned = of('certificate');
  return turned.length > 0 ? turnedAway(seen, turned, evidence) : silent(seen, standing.down, evidence);
};

/** Whether anything can be said at all, and whether enough members are there to mend anything. */
const countFinding = (seen: Observation, standing: Standing, evidence: readonly Words[]): Finding | null => {
  if (seen.masters.length !== 3) return refusal.notThree(seen, evidence);
  if (standing.down.length >= 2) return severalFinding(seen, standing, evidence);
  if (standing.unseen.length > 0) return refusal.notSeen(standing, evidence);
  return null;
};

const healthyFinding = (
  seen: Observation,
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

const findingOf = (seen: Observation, standing: Standing, evidence: readonly Words[]): Finding => {
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

/** Of members that answer nothing, as far as their logs reach back to a start. */
const versionsLogged = (seen: Observation): readonly string[] =>
  seen.masters.flatMap(
    ({ lastStartBlock }) =>
      /etcd Version: (\d[\w.]*)|"etcd-version":"(\d[\w.]*)"/
        .exec(lastStartBlock ?? '')
        ?.slice(1)
        .find(Boolean) ?? [],
  );

/** Reasons that hold against every cure, whatever the verdict. */
const stopOf = (
  finding: Finding,
  seen: Observation,
  standing: Standing,
  options: VerdictOptions,
): Words | null => {
  if (finding.refused !== null) return finding.refused;
  if (finding.name === 'healthy' && ephemeralDamage(seen) === null) return null;
  if (finding.name === 'quorum-stopped') return versionRefusal(versionsLogged(seen), options);
  const trusted = standing.healthy.filter(each => !finding.target.includes(each.master.instance));
  const versions = trusted.map(each => each.last.version);
  return versionRefusal(versions, options) ?? memberRefusal(seen, trusted, finding);
};

/** Where the next steps of any cure are known to fail, or are not known to work. A healthy etcd on a damaged VM is no
 *  matter of its files. */
const groundRefusal = (seen: Observation, { name, target }: Finding): Words | null => {
  const [bad] = seen.masters
    .filter(master => target.includes(master.instance))
    .flatMap(({ instance, files }) => {
      if (files === null) return filesUnread(instance);
      return (
        badMount(seen.deployment, instance, files) ??
        (name === 'healthy' ? null : badGround(instance, files)) ??
        []
      );
    });
  return bad === undefined ? null : { en: `${bad.en}.`, ko: `${bad.ko}.` };
};

/** The list that a cure starts from: three members, or two when one was removed already, all of them voters. */
const memberRefusal = (seen: Observation, trusted: readonly Answering[], finding: Finding): Words | null => {
  const members = trusted[0]?.members ?? [];
  const learners = Math.max(
    members.filter(member => member.learner).length,
    trusted.filter(isLearner).length,
  );
  const most = finding.name === 'half-added' ? 4 : 3;
  const bad = groundRefusal(seen, finding);
  if (bad !== null) return bad;
  if (learners === 0 && members.length >= 2 && members.length <= most) return null;
  return {
    en: `${members.length} members are listed, ${learners} of them learners; a cure starts from 2 or 3 voters. A person looks at \`etcdctl member list\` first.`,
    ko: `멤버 목록에 ${members.length}대(learner ${learners}대)가 있습니다. 복구는 voter 2~3대에서만 시작합니다. \`etcdctl member list\`를 사람이 먼저 확인하세요.`,
  };
};

/** Unknown is not "no": what may have begun without member/ is never left alone with both others off, and gets no new
 *  leader where it is the bootstrap instance, or has a log that is longer than a few entries. */
const unprovenOf = (seen: Observation, { target }: Finding, options: VerdictOptions): Unproven => {
  const unknown = seen.masters
    .filter(master => target.includes(master.instance))
    .filter(master => master.files?.memberWasMissing !== false);
  if (options.memberWasNeverMissing === true || unknown.length === 0) return {};
  const longer = (log: string | null) => log === null || (logEndOf(log) ?? 0) > freshLogEnd;
  const mayBeRogue = unknown.some(each => each.bootstrap !== false || longer(each.lastStartBlock));
  return {
    'disk-loss-original': unprovenOriginal,
    ...(mayBeRogue ? { 'move-leader': unprovenBirth } : {}),
    ...(unknown.some(each => each.bootstrap !== false) ? { 'restart-process': unprovenStart } : {}),
  };
};

/** What is wrong with a cluster, how sure that is, and which cures fit. Pure: the same observation, the same verdict. */
export const verdictOf = (observed: Observation, options: VerdictOptions = {}): Verdict => {
  const seen = recalling(observed);
  const standing = standingOf(seen);
  const finding = findingOf(seen, standing, evidenceOf(seen, standing));
  const stop = stopOf(finding, seen, standing, options);
  const cures = curesFor(
    finding.name,
    stop,
    ephemeralDamage(seen) !== null,
    unprovenOf(seen, finding, options),
    finding.also,
  );
  return {
    name: finding.name,
    target: finding.target,
    sentence: finding.sentence,
    evidence: finding.evidence,
    confidence: finding.confidence,
    ...cures,
    refused:
      cures.allowed.length > 0 ? null : (stop ?? (finding.name === 'process-down' ? unprovenStart : null)),
    byHand: cures.allowed.length > 0 ? undefined : finding.byHand,
    healthy: standing.healthy.map(each => each.master.instance),
    warnings: warningsOf(seen, standing),
  };
};
