import { type Instance, shortInstance } from '../model/instance.ts';
import { joined, text, type Words } from '../words.ts';
import type { Finding } from './finding.ts';
import { keptOf } from './identity.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { quorumOf, standingOf } from './quorum.ts';
import { names } from './sentences.ts';
import { type DiskProof, diskProof, isKnownStopped, isRunning } from './stopped-disk.ts';

/** A quorum that is lost with its data whole: its members have only to be started, the most advanced one among the first two
 *  (docs/evidence.md#a-stopped-quorum). */

type Whole = {
  readonly master: MasterObservation;
  readonly log: Extract<DiskProof, { state: 'whole' }>['log'];
};
type Start = {
  /** Whom to start, best first. */
  readonly order: readonly Instance[];
  /** The one that is not started, and why not. */
  readonly leftOut: { readonly instance: Instance; readonly why: Words } | null;
  readonly best: Whole;
};

/** By raft's own rule. A term that nobody wrote an entry in does not count: a member alone counts up one a second. */
const byProgress = (a: Whole, b: Whole): number =>
  b.log.lastTerm - a.log.lastTerm || b.log.lastIndex - a.log.lastIndex;

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();

/** What the disks say of each other, the unfit one too: one cluster, different members, and nothing committed that only one
 *  of those to be started has. */
const apart = (seen: Observation, whole: readonly Whole[]): Words | null => {
  const logs = seen.masters.flatMap(({ disk }) => disk?.log ?? []);
  const clusters = distinct(logs.map(each => each.clusterId));
  if (clusters.length > 1)
    return text(
      `the disks are of ${clusters.length} clusters (${clusters.join(', ')})`,
      `디스크의 cluster id가 ${clusters.length}개입니다(${clusters.join(', ')})`,
    );
  const ids = distinct(logs.map(each => each.memberId));
  if (ids.length < logs.length)
    return text(
      `${logs.length} disks are of ${ids.length} member ids (${ids.join(', ')})`,
      `디스크 ${logs.length}개의 멤버 id가 ${ids.length}개뿐입니다(${ids.join(', ')})`,
    );
  const commit = Math.max(...logs.map(each => each.commit));
  const within = whole.filter(each => each.log.lastIndex >= commit).length;
  return within >= 2
    ? null
    : text(
        `index ${commit} was committed and is in the log of ${within} of ${whole.length} disks: one of them has lost entries`,
        `커밋된 index ${commit}까지의 로그가 디스크 ${whole.length}개 중 ${within}개에만 있습니다. 항목을 잃은 디스크가 있습니다`,
      );
};

/** What they say against what is known of before, and of one that still answers. */
const unlike = (seen: Observation, whole: readonly Whole[]): Words | null => {
  const highest = Math.max(0, ...Object.values(keptOf(seen)?.members ?? {}).map(each => each.raftIndex));
  const most = Math.max(...whole.map(each => each.log.lastIndex));
  if (most < highest)
    return text(
      `no disk has index ${highest}, which was seen before; the furthest has ${most}`,
      `이전에 확인된 index ${highest}까지 있는 디스크가 없습니다(최대 ${most})`,
    );
  const list = seen.masters.flatMap(({ etcd }) => (etcd?.up && etcd.members ? [etcd.members] : []))[0];
  const stranger = list && whole.find(({ log }) => !list.some(member => member.id === log.memberId));
  if (list === undefined || (stranger === undefined && list.length === 3)) return null;
  return text(
    `the member that answers lists ${list.length} members${stranger ? ` and not ${stranger.log.memberId}` : ''}`,
    `응답하는 멤버의 목록은 ${list.length}대${stranger ? `이며 ${stranger.log.memberId} 멤버가 없습니다` : '입니다'}`,
  );
};

/** One that is left out may have been needed to see what the other two lack: then it has to be remembered. */
const mayLeaveOut = (seen: Observation, whole: readonly Whole[], out: MasterObservation): Words | null => {
  const who = shortInstance(out.instance);
  const untold = whole.filter(({ master }) => keptOf(seen)?.members[master.instance] === undefined);
  if (untold.length > 0)
    return text(
      `nothing is remembered of ${names(untold.map(each => each.master.instance))}, so nobody can tell what the disk of ${who} may have more`,
      `${names(untold.map(each => each.master.instance))}에 대해 기억된 것이 없어 ${who} 디스크에만 있는 데이터가 있는지 알 수 없습니다`,
    );
  if (out.cid !== null && out.files?.memberDir !== false && out.disk?.log == null)
    return text(`the raft log of ${who} was not read`, `${who}의 raft 로그를 읽지 못했습니다`);
  if (isKnownStopped(out)) return null;
  return isRunning(out)
    ? text(
        `the etcd of ${who} runs; stop it first: \`monit stop etcd\``,
        `${who}의 etcd가 실행 중입니다. 먼저 멈추세요: \`monit stop etcd\``,
      )
    : text(
        `whether the etcd of ${who} runs is not known; see that it is stopped: \`monit stop etcd\``,
        `${who}의 etcd가 실행 중인지 알 수 없습니다. 멈춰 있는지 확인하세요: \`monit stop etcd\``,
      );
};

const alone = ({ instance }: MasterObservation): Words =>
  text(
    `${shortInstance(instance)} calls itself healthy alone: it may be serving a cluster of its own`,
    `${shortInstance(instance)}만 혼자 정상이라고 응답합니다. 별도 클러스터일 수 있습니다`,
  );
const allRun: Words = text(
  '0 of them are stopped: there is nothing to start',
  '멈춘 멤버가 없어 시작할 것이 없습니다',
);

/** Whom to start and in which order, or why nobody may be: what is false, or not known of one of the first two. */
export const startOf = (seen: Observation): Start | { readonly why: Words } => {
  const [serving] = standingOf(seen).healthy;
  if (serving !== undefined) return { why: alone(serving.master) };
  const proofs = seen.masters.map(master => ({ master, proof: diskProof(seen, master) }));
  const doubts = proofs.flatMap(({ master, proof }) =>
    proof.state === 'whole' ? [] : [{ master, ...proof }],
  );
  const whole = proofs
    .flatMap(({ master, proof }) => (proof.state === 'whole' ? [{ master, log: proof.log }] : []))
    .toSorted(byProgress);
  const [best, second] = whole;
  const unsure = doubts.some(each => each.state === 'unknown');
  if (best === undefined || second === undefined || unsure)
    return { why: joined(doubts.map(each => each.why)) };
  const order = whole.filter(each => !isRunning(each.master)).map(each => each.master.instance);
  const [out] = doubts;
  const why =
    apart(seen, whole) ??
    unlike(seen, whole) ??
    (out && mayLeaveOut(seen, whole, out.master)) ??
    (order.length === 0 ? allRun : null);
  if (why) return { why };
  return { order, best, leftOut: out ? { instance: out.master.instance, why: out.why } : null };
};

/** Nothing tells an old disk from a whole one but what was seen before. */
export const rememberedAll = (seen: Observation): boolean =>
  seen.masters.every(({ instance }) => keptOf(seen)?.members[instance] !== undefined);

/** null: it is not merely stopped, or that is not proven. */
export const quorumStopped = (seen: Observation, evidence: readonly Words[]): Finding | null => {
  const start = startOf(seen);
  if ('why' in start) return null;
  const { order, best, leftOut } = start;
  const [of, who] = [seen.masters.length, names(order)];
  const whole = leftOut === null ? of : of - 1;
  const furthest = `${shortInstance(best.master.instance)}, term ${best.log.lastTerm}, index ${best.log.lastIndex}`;
  const out: Words =
    leftOut === null ? text('', '') : text(` Left out: ${leftOut.why.en}.`, ` 제외: ${leftOut.why.ko}.`);
  return {
    name: 'quorum-stopped',
    target: order,
    sentence: text(
      `${order.length} of ${of} members are stopped (${who}) and quorum is ${quorumOf(of)}; the data of ${whole} are whole, the furthest is ${furthest}.${out.en}`,
      `멤버 ${of}대 중 ${order.length}대가 멈춰 있고(${who}) 쿼럼은 ${quorumOf(of)}입니다. ${whole}대의 데이터는 온전하며 가장 앞선 것은 ${furthest}입니다.${out.ko}`,
    ),
    evidence,
    confidence: rememberedAll(seen) && leftOut === null ? 'certain' : 'likely',
    refused: null,
  };
};
