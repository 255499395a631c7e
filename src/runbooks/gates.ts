import { checklist, type GateContext } from '../cluster/gate.ts';
import { preGates } from '../cluster/gates.ts';
import { postGates } from '../cluster/gates-after.ts';
import type { Instance } from '../cluster/seen.ts';
import { verdictOf } from '../cluster/verdict.ts';
import { isMissed } from '../readings/reading.ts';
import type { Check, Scene } from './runbook.ts';
import { fact } from './scene.ts';

const snapshotOf = (scene: Scene): GateContext['snapshot'] => {
  const [sha256, revision, bytes] = [
    fact(scene, 'snapshot', 'sha256'),
    fact(scene, 'snapshot', 'revision'),
    fact(scene, 'snapshot', 'bytes'),
  ];
  return sha256 === null
    ? null
    : { ok: true, why: { en: '', ko: '' }, revision: Number(revision), bytes: Number(bytes) };
};

/** The ten conditions of facts/etcd.md section 4 before an act that can lower the number of healthy members. */
export const preChecks = (scene: Scene, stops: readonly Instance[] = []): readonly Check[] =>
  checklist(preGates, scene.seen, {
    target: scene.target,
    cure: scene.cure,
    verdict: verdictOf(scene.seen),
    snapshot: snapshotOf(scene),
    stops,
  });

const canaryOf = (scene: Scene) => {
  const readBy = fact(scene, 'canary', 'readBy');
  return readBy === null ? null : { readBy: Number(readBy), of: Number(fact(scene, 'canary', 'of')) };
};

const replacedOf = (scene: Scene) => {
  const [old, added] = [fact(scene, 'member-remove', 'id'), fact(scene, 'member-add', 'id')];
  return old && added ? { old, new: added } : null;
};

/** What has to hold without a break before "healed" is said. Term and start blocks are compared over the hold itself. */
export const postChecks = (scene: Scene): readonly Check[] =>
  checklist(postGates, scene.seen, {
    target: scene.target,
    cure: scene.cure,
    before: { ...scene.before, raftTerm: null, startBlocks: {} },
    replaced: replacedOf(scene),
    canary: canaryOf(scene),
    apiservers: null,
    serviceAnswers: scene.service === null ? null : !isMissed(scene.service) && scene.service.answers,
    memory: scene.seen.memory,
  });
