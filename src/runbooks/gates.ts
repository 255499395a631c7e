import { verdictOf } from '../cluster/verdict.ts';
import { type CureName, isCureless, type Verdict } from '../cluster/verdict-types.ts';
import { checklist, type GateContext, type PreGate } from '../gates/gate.ts';
import { departures, preGates } from '../gates/gates.ts';
import { postGates } from '../gates/gates-after.ts';
import { noneStopped } from '../gates/gates-deployment.ts';
import { allSmall, spaceGates } from '../gates/gates-space.ts';
import { startGates } from '../gates/gates-start.ts';
import type { Check } from '../model/check.ts';
import type { Instance } from '../model/instance.ts';
import { isMissed } from '../readings/reading.ts';
import type { Words } from '../words.ts';
import type { StepContext } from './runbook.ts';
import { fact } from './step-context.ts';

/** Only a snapshot of which a copy was restored, on its VM or on the jump host, and had the live hash. */
const snapshotOf = (context: StepContext): GateContext['snapshot'] => {
  const [sha256, revision, bytes] = [
    fact(context, 'snapshot', 'sha256'),
    fact(context, 'snapshot', 'revision'),
    fact(context, 'snapshot', 'bytes'),
  ];
  if (sha256 === null) return null;
  const ok = (fact(context, 'snapshot', 'hash') ?? fact(context, 'snapshot-copy', 'hash')) !== null;
  return { ok, why: unverified, revision: Number(revision), bytes: Number(bytes) };
};

const unverified: Words = {
  en: '0 copies of the snapshot were restored, so it does not count as verified: make room on its VM (three times the db) or set ETCD_BIN, then start a new run',
  ko: '스냅샷 복원 시험을 하지 못해 검증된 것으로 인정하지 않습니다. VM에 db의 3배 공간을 확보하거나 ETCD_BIN을 설정한 뒤 새로 시작하세요',
};

/** The run's own bounds: nothing older than its start, nothing newer than what the others have now. With the quorum gone
 *  no member is healthy, and each still tells the revision that it has. */
const snapshotBetween = ({ seen, before, target }: StepContext): GateContext['snapshotBetween'] => {
  const told = seen.masters
    .filter(master => master.instance !== target)
    .flatMap(({ etcd }) => [etcd?.status, etcd?.later])
    .flatMap(status => (status && status !== 'silent' ? [status.revision] : []));
  return { before: before.revision, after: told.length === 0 ? null : Math.max(...told) };
};

/** A rogue that this run stopped looks like a stopped process with intact data; what it served was seen before. */
const verdictNow = (context: StepContext): Verdict => {
  const memberWasNeverMissing = context.cure === 'disk-loss-original';
  const now = verdictOf(context.seen, { cures33: context.settings.cures33, memberWasNeverMissing });
  const stillTheOne = now.name === 'process-down' && now.target.includes(context.target);
  return fact(context, 'stop-rogue', 'verdict') === 'rogue' && stillTheOne
    ? { ...now, name: 'rogue', allowed: ['replace-member'] }
    : now;
};

/** Gates are for what changes something, which a runbook without a cure does not. */
const cureOf = ({ cure }: StepContext): CureName => {
  if (isCureless(cure)) throw new TypeError(`${cure} changes nothing and has no gates`);
  return cure;
};

const contextOf = (context: StepContext, cure: CureName, stops: readonly Instance[]): GateContext => ({
  target: context.target,
  cure,
  verdict: verdictNow(context),
  snapshot: snapshotOf(context),
  snapshotBetween: snapshotBetween(context),
  stops,
  options: { cures33: context.settings.cures33 },
});

/** The ten of docs/evidence.md#conditions-of-an-act before an act that can lower the number of healthy members. `stops`: the
 *  masters that the act stops. `cure`: of the act, where it is a part of another one's runbook. */
export const preChecks = (
  context: StepContext,
  { stops, cure = cureOf(context) }: { stops: readonly Instance[]; cure?: CureName },
): readonly Check[] => checklist(preGates, context.seen, contextOf(context, cure, stops));

/** The same, or a runbook's own, before a run is opened, whose own snapshot is still to come; and nobody has stopped a master.
 *  Later on a recreate of the run's own may have left it so. */
export const openingChecks = (context: StepContext, gates: readonly PreGate[] = preGates): readonly Check[] =>
  checklist([...gates, noneStopped], context.seen, {
    ...contextOf(context, cureOf(context), []),
    snapshot: 'later',
  });

/** Before each start of a member that is stopped while quorum is lost. */
export const startChecks = (context: StepContext, instance: Instance): readonly Check[] =>
  checklist(startGates, context.seen, { ...contextOf(context, cureOf(context), []), target: instance });

/** Before each act that frees space; `small`: the one that takes the alarm back. */
export const spaceChecks = (context: StepContext, also?: 'small'): readonly Check[] =>
  checklist(
    also === 'small' ? [...spaceGates, allSmall] : spaceGates,
    context.seen,
    contextOf(context, cureOf(context), []),
  );

const named = (context: StepContext, names: (name: string) => boolean): readonly Check[] =>
  checklist(
    preGates.filter(gate => names(gate.name)),
    context.seen,
    contextOf(context, cureOf(context), []),
  );

/** With one master off, what etcd says of itself no longer tells anything about the other two. */
const askedWithOneOff = ['deployment-free', 'not-ignored', 'snapshot'];

/** What still guards the original route's power-offs: all that it does not depart from by design. */
export const departingChecks = (context: StepContext, order: 'first' | 'second'): readonly Check[] =>
  named(context, name => (order === 'first' ? !departures.includes(name) : askedWithOneOff.includes(name)));

/** Of them, what an act needs that only raises the number of healthy members, or touches none. */
const whileRaising = [
  'one-of-three',
  'deployment-free',
  'pair-agrees',
  'pair-hash',
  'no-alarm',
  'not-emptied',
];

/** Two others are healthy and agree, nothing else is at work, nothing was lost. */
export const raisingChecks = (context: StepContext, also: readonly string[] = []): readonly Check[] =>
  named(context, name => whileRaising.includes(name) || also.includes(name));

const canaryOf = (context: StepContext) => {
  const readBy = fact(context, 'canary', 'readBy');
  return readBy === null ? null : { readBy: Number(readBy), of: Number(fact(context, 'canary', 'of')) };
};

/** Without an old id the member had been removed before this run. */
const replacedOf = (context: StepContext) => {
  const added = fact(context, 'member-add', 'id') ?? fact(context, 'joined', 'id');
  return added ? { old: fact(context, 'member-remove', 'id') ?? '', new: added } : null;
};

/** What has to hold without a break before "healed" is said. Term and start blocks are compared over the hold itself. */
export const postChecks = (context: StepContext): readonly Check[] =>
  checklist(postGates, context.seen, {
    target: context.target,
    cure: cureOf(context),
    before: { ...context.before, raftTerm: null, startBlocks: {} },
    replaced: replacedOf(context),
    canary: canaryOf(context),
    serviceAnswers: context.service === null ? null : !isMissed(context.service) && context.service.answers,
    memory: context.seen.memory,
  });
