import type { Words } from '../words.ts';
import { raisedBy } from './alarms.ts';
import { contradictions, diverged, heldApart } from './contradictions.ts';
import type { Finding } from './finding.ts';
import { notTheSame, originUnseen } from './identity.ts';
import { laggard } from './lag.ts';
import { noSpace } from './no-space.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { agreementOf, oddOneOut } from './pair.ts';
import { type Answering, serves, telling } from './quorum.ts';
import { incomplete, lagging } from './refusals.ts';
import * as refusal from './refusals-data.ts';
import { madeAnew, originUnknown } from './refusals-origin.ts';
import { isOfItsOwn, rogueFinding } from './rogue.ts';
import { sameIdTwice } from './roster.ts';

const highestRevision = (members: readonly Answering[]): number =>
  Math.max(0, ...members.map(each => each.last.revision));

/** Two that agree are no majority of the truth when they lost their data together and the third holds it
 *  (docs/evidence.md#two-lost-together): a pair of a higher revision is believed, or one that lists three and has all that
 *  was ever seen of this cluster. */
const outvotesTheTruth = (seen: Observation, pair: readonly Answering[], odd: Answering): boolean => {
  const revision = highestRevision(pair);
  if (odd.last.revision <= revision) return false;
  const remembered = seen.memory !== null && revision >= seen.memory.revision;
  return !remembered || (pair[0]?.members?.length ?? 0) < 3;
};

/** Why `odd`, which tells another story than the pair, may be the one that is right; null: it is not. */
const truthOutvoted = (
  seen: Observation,
  pair: readonly Answering[],
  odd: Answering,
  evidence: readonly Words[],
): Finding | null => {
  const why = pair.slice(0, 1).flatMap(each => contradictions(odd, each));
  return outvotesTheTruth(seen, pair, odd) ? refusal.disagreeing(seen, [...pair, odd], why, evidence) : null;
};

/** A third that is not called healthy and answers for another cluster than the pair's; null: it is of the same. */
export const notTheirsFinding = (
  seen: Observation,
  pair: readonly Answering[],
  third: MasterObservation,
  evidence: readonly Words[],
): Finding | null => {
  const odd = telling(third);
  if (odd === null || !isOfItsOwn(odd, pair)) return null;
  return truthOutvoted(seen, pair, odd, evidence) ?? rogueFinding(odd, pair, evidence);
};

const alarmFinding = (
  seen: Observation,
  sound: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => {
  const { corrupt, noSpace: full, others } = raisedBy(sound);
  if (corrupt.length > 0) return refusal.corruptAlarm(seen, corrupt, evidence);
  if (full.length > 0) return noSpace(seen, full, sound, evidence);
  return others.length > 0 ? refusal.otherErrors(seen, others, sound, evidence) : null;
};

/** Who tells a status without being called healthy, and is of the cluster: what it holds is data of that cluster too. */
const unwellOfThem = (seen: Observation, sound: readonly Answering[]): readonly Answering[] =>
  seen.masters
    .filter(master => !serves(master.etcd))
    .map(telling)
    .filter(each => each !== null && sound.length > 0 && !isOfItsOwn(each, sound))
    .filter(each => each !== null);

/** Members that contradict each other, and why the one that differs from two cannot be called the wrong one. */
const contradiction = (
  seen: Observation,
  healthy: readonly Answering[],
  odd: Answering | null,
  evidence: readonly Words[],
): Finding | null => {
  const sound = healthy.filter(each => each !== odd);
  const unwell = unwellOfThem(seen, sound);
  const apart = [...diverged(healthy), ...unwell.flatMap(each => sound.flatMap(one => heldApart(each, one)))];
  if (apart.length > 0) return refusal.disagreeing(seen, [...healthy, ...unwell], apart, evidence);
  const blind = sound.filter(each => each.last.leaderId === null && each.first.leaderId === null);
  if (blind.length > 0 && agreementOf(sound.filter(each => !blind.includes(each))).agree !== false)
    return refusal.leaderless(seen, blind, sound, evidence);
  const agreement = agreementOf(sound);
  if (agreement.agree === false && !agreement.settled)
    return refusal.unsettled(sound, agreement.why, evidence);
  if (agreement.agree === false) return refusal.disagreeing(seen, sound, agreement.why, evidence);
  return odd === null ? null : truthOutvoted(seen, sound, odd, evidence);
};

/** Whether what agrees is what was seen before: an emptied cluster overtakes a revision. */
const originFinding = (
  seen: Observation,
  sound: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => {
  const why = notTheSame(seen, sound);
  if (why.length > 0) return madeAnew(seen, why, sound, evidence);
  const unseen = originUnseen(seen, sound);
  return unseen.length > 0 ? originUnknown(seen, unseen, evidence) : null;
};

/** Whether the healthy members may be believed: they agree, nothing of what was seen before is missing, no alarm. */
export const trustFinding = (
  seen: Observation,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding | null => {
  const odd = healthy.length === 3 ? oddOneOut(healthy) : null;
  const sound = healthy.filter(each => each !== odd);
  const doubt = sameIdTwice(seen, healthy, evidence) ?? contradiction(seen, healthy, odd, evidence);
  if (doubt !== null) return doubt;
  const revision = highestRevision(sound);
  if (seen.memory !== null && revision < seen.memory.revision)
    return refusal.emptied(seen, revision, sound, evidence);
  const anew = originFinding(seen, sound, evidence);
  if (anew !== null) return anew;
  const alarm = alarmFinding(seen, sound, evidence);
  if (alarm !== null) return alarm;
  if (odd !== null) return rogueFinding(odd, sound, evidence);
  const behind = laggard(healthy);
  // First: one that lags has no hash yet at the revision that the others have.
  if (behind !== null) return lagging(behind, evidence);
  const agreement = agreementOf(sound);
  return agreement.agree === 'unseen' ? incomplete(seen, agreement.why, evidence) : null;
};
