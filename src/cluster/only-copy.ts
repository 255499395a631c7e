import { shortInstance } from '../model/instance.ts';
import { text, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { saveFirst } from './human-moves.ts';
import type { MasterObservation, Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { listedBeside } from './signature.ts';

const newbornIndex = 20;
const highest = (pair: readonly Answering[], of: (each: Answering) => number): number =>
  Math.max(0, ...pair.map(of));

/** The furthest that its own log says it came, and the cluster it says it is of. */
const ofItsLog = (log: string) => {
  const own = [
    ...log.matchAll(
      /at commit index (\d+)|"commit-index":"?(\d+)|^raft[^[\n]*\[logterm: \d+, index: (\d+)/gm,
    ),
  ].map(([, a, b, c]) => Number(a ?? b ?? c));
  const cluster = [...log.matchAll(/ in cluster ([0-9a-f]{6,16})\b|"cluster-id":"([0-9a-f]{6,16})"/g)].at(-1);
  return { index: Math.max(0, ...own), cluster: cluster?.[1] ?? cluster?.[2] ?? null };
};

/** Why the pair may be younger than what the third has on its disk; null: nothing says so. */
const younger = (seen: Observation, pair: readonly Answering[], victim: MasterObservation): Words | null => {
  const [revision, index] = [
    highest(pair, each => each.last.revision),
    highest(pair, each => each.last.raftIndex),
  ];
  const figures = {
    en: `the other two are at revision ${revision}, raft index ${index}`,
    ko: `나머지 두 대는 revision ${revision}, raft index ${index}입니다`,
  };
  if (revision <= 1 || index < newbornIndex) return figures;
  if (pair.every(each => each.master.files?.memberWasMissing === true))
    return {
      en: `${figures.en} and both began without member/`,
      ko: `${figures.ko}. 두 대 모두 member/ 없이 시작했습니다`,
    };
  if (seen.memory !== null) return null;
  const own = ofItsLog(victim.lastStartBlock ?? '');
  const stranger = own.cluster !== null && pair.every(each => each.last.clusterId !== own.cluster);
  if (own.index <= index && !stranger) return null;
  return {
    en: `${figures.en}, its own log speaks of index ${own.index}${stranger ? ` in cluster ${own.cluster}` : ''}`,
    ko: `${figures.ko}. 이 멤버의 로그에는 index ${own.index}${stranger ? `, 클러스터 ${own.cluster}` : ''} 기록이 있습니다`,
  };
};

const hasData = ({ files }: MasterObservation): boolean =>
  files?.memberDir === true && (files.walFiles !== 0 || (files.dbBytes ?? 0) > 0);

/** A member that nobody lists, with data, beside two that look newborn: it may hold the only copy of everything before. */
export const onlyCopy = (
  seen: Observation,
  pair: readonly Answering[],
  victim: MasterObservation,
  evidence: readonly Words[],
): Finding | null => {
  const { unstarted, others } = listedBeside(pair);
  if (unstarted !== null || others.length > 0 || !hasData(victim)) return null;
  const why = younger(seen, pair, victim);
  if (why === null) return null;
  const who = shortInstance(victim.instance);
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `${who} has data and nobody lists it, while ${why.en}: it may hold the only copy of what was there before.`,
      ko: `${who}에 데이터가 있으나 멤버 목록에 없고, ${why.ko}. 이전 데이터의 유일한 사본일 수 있습니다.`,
    },
    {
      caution: text(
        `Touch nothing on ${who}. First save what each of them holds; then a person decides which data are the right ones.`,
        `${who}에서 아무것도 건드리지 마세요. 먼저 각 멤버의 데이터를 저장하고, 그다음 어느 데이터가 맞는지 사람이 결정합니다.`,
      ),
      moves: saveFirst(seen),
    },
    evidence,
    'unsure',
  );
};
