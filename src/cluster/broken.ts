import type { Words } from '../words.ts';
import type { Finding } from './finding.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { onlyCopy } from './only-copy.ts';
import { type Answering, telling } from './quorum.ts';
import * as refusal from './refusals.ts';
import { silent, turnedAway } from './refusals-silent.ts';
import { brokenSentence } from './sentences.ts';
import { listedBeside, type Signature, signatureOf } from './signature.ts';
import { notServing } from './silence.ts';
import { notTheirsFinding } from './trust.ts';

/** It answers, and what it told nobody could read: that may be another cluster's story, whatever its log says. */
const isMute = (victim: MasterObservation): boolean => {
  if (victim.etcd?.up !== true) return false;
  // With a leader and alarms that nobody read it may serve under one (3.5 calls that unhealthy).
  const mayServe = victim.etcd.alarms === null && (victim.etcd.status?.leaderId ?? null) !== null;
  return telling(victim) === null || mayServe;
};
const itsStatus: Words = { en: 'the status that its etcd told', ko: 'etcd가 응답한 상태' };

/** What of the victim has to be read before anything can be said of it. */
const victimUnread = (victim: MasterObservation): readonly Words[] => [
  ...(victim.files === null ? [{ en: 'its files', ko: '파일 상태' }] : []),
  ...(victim.lastStartBlock === null ? [{ en: 'its etcd log', ko: 'etcd 로그' }] : []),
];

/** Enough to name the fault even when the log could not be read: the folder's absence, or the healthy members' list. */
const toldWithoutLog = (name: Signature['name'], { files }: MasterObservation): boolean =>
  files !== null && (files.memberDir === false || ['half-added', 'removed-id'].includes(name));

/** What is wrong with the one master that is not healthy while two agree. */
export const brokenFinding = (
  seen: Observation,
  healthy: readonly Answering[],
  victim: MasterObservation,
  evidence: readonly Words[],
): Finding => {
  const stranger = notTheirsFinding(seen, healthy, victim, evidence);
  if (stranger !== null) return stranger;
  const only = onlyCopy(seen, healthy, victim, evidence);
  if (only !== null) return only;
  const { name, found, confidence, also = [] } = signatureOf(victim, listedBeside(healthy));
  const target = victim.instance;
  if (name === 'silent')
    return notServing(victim) === 'certificate'
      ? turnedAway(seen, [victim], evidence)
      : silent(seen, [victim], evidence);
  // It tells of its own data, or could: no look that knew less of it may allow more.
  if (victim.etcd?.up === true)
    return name !== 'joining' && isMute(victim)
      ? refusal.victimUnreadable(seen, target, [itsStatus], evidence)
      : refusal.joining(target, evidence);
  const lacking = [...victimUnread(victim), ...(name === 'unread' ? [found] : [])];
  if (lacking.length > 0 && !toldWithoutLog(name, victim))
    return refusal.victimUnreadable(seen, target, lacking, evidence);
  if (name === 'unknown' || name === 'unread') return refusal.unknownFault(seen, target, found, evidence);
  if (name === 'joining') return refusal.joining(target, evidence);
  return {
    name,
    target: [target],
    sentence: brokenSentence(name, target, found),
    evidence: [...evidence, found],
    confidence,
    refused: null,
    also,
  };
};
