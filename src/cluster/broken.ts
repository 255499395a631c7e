import type { Words } from '../words.ts';
import type { Finding } from './finding.ts';
import type { Answering } from './quorum.ts';
import * as refusal from './refusals.ts';
import type { ClusterSeen, MasterSeen } from './seen.ts';
import { brokenSentence } from './sentences.ts';
import { listedBeside, type Signature, signatureOf, victimUnread } from './signature.ts';
import { strangerFinding } from './trust.ts';

/** Enough to name the fault even when the log could not be read: the folder's absence, or the healthy members' list. */
const toldWithoutLog = (name: Signature['name'], victim: MasterSeen): boolean =>
  ['disk-lost', 'disk-lost-bootstrap', 'half-added'].includes(name) ||
  (name === 'removed-id' && victim.files !== null);

/** What is wrong with the one master that is not healthy while two agree. */
export const brokenFinding = (
  seen: ClusterSeen,
  healthy: readonly Answering[],
  victim: MasterSeen,
  evidence: readonly Words[],
): Finding => {
  const stranger = strangerFinding(seen, healthy, victim, evidence);
  if (stranger !== null) return stranger;
  const { name, found, confidence } = signatureOf(victim, listedBeside(healthy));
  const target = victim.instance;
  // It tells of its own data, or could: no look that knew less of it may allow more.
  if (victim.etcd?.up === true) return refusal.joining(target, evidence);
  const lacking = victimUnread(victim);
  if (lacking.length > 0 && !toldWithoutLog(name, victim))
    return refusal.victimUnreadable(seen, target, lacking, evidence);
  if (name === 'unknown') return refusal.unknownFault(seen, target, found, evidence);
  if (name === 'joining') return refusal.joining(target, evidence);
  return {
    name,
    target: [target],
    sentence: brokenSentence(name, target, found),
    evidence: [...evidence, found],
    confidence,
    refused: null,
  };
};
