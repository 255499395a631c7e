import type { CureName, VerdictName } from '../../src/cluster/verdict-types.ts';
import type { Tally } from '../director-tally.ts';
import type { FaultName } from '../foundation/faults/index.ts';

/** One drill: a cure asked for in one broken cluster, and what came of it. */
export type Drill = {
  readonly fault: FaultName;
  readonly cure: CureName;
  /** 'wrong': refused what is allowed, did what is not, lost a write, or ended otherwise than it should. */
  readonly outcome: 'healed' | 'refused' | 'wrong';
  /** The refusal as the person read it, or why it is wrong. */
  readonly reason: string | null;
  /** From the bot's first act to the end; null where nothing was done. */
  readonly gapMs: number | null;
  /** Where both survivors were powered off: the revisions that one lacked. The other comes back first. */
  readonly survivorBehind?: number;
  readonly seconds: number;
  /** Of a cure that was played: what it asked of the Director. */
  readonly tally?: Tally;
};

/** One box: its writers run through all of its drills. */
export type Played = {
  readonly fault: FaultName;
  readonly verdict: VerdictName;
  readonly etcd: 'real' | 'modelled';
  readonly ackedWrites: number;
  readonly lostWrites: number;
  /** Acknowledged by a member that was a cluster of its own; nobody else ever had them. */
  readonly rogueWrites: number;
  readonly drills: readonly Drill[];
};

/** The nearest-rank percentile; null of nothing. */
export const percentile = (values: readonly number[], percent: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
};

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Whose the gap in the writes is: of a cure that leaves a quorum alone; of one that stops the healthy pair, by design; of a
 *  fault that took writes before any cure began. */
type GapOf = 'cure' | 'original' | 'fault';
const gapOf: Readonly<Partial<Record<CureName, GapOf>>> = {
  'disk-loss-original': 'original',
  'start-quorum': 'fault',
  'free-space': 'fault',
};
/** Nothing but the cure makes a gap there, so a busy machine would be read as the cure's: it is played on a quiet one. */
export const isGapMeasured = (play: CureName | null): boolean =>
  play !== null && (gapOf[play] ?? 'cure') === 'cure';
const gapsOf = (drills: readonly Drill[], whose: GapOf): readonly number[] =>
  drills
    .filter(drill => drill.outcome === 'healed' && (gapOf[drill.cure] ?? 'cure') === whose)
    .flatMap(drill => (drill.gapMs === null ? [] : [drill.gapMs]));

const faultLine = (fault: FaultName, boxes: readonly Played[]) => {
  const drills = boxes.flatMap(box => box.drills);
  return {
    fault,
    verdict: boxes[0]?.verdict ?? null,
    ackedWrites: sum(boxes.map(box => box.ackedWrites)),
    lostWrites: sum(boxes.map(box => box.lostWrites)),
    rogueWrites: sum(boxes.map(box => box.rogueWrites)),
    drills: drills.map(({ fault: _, ...drill }) => drill),
  };
};

/** What `npm run -s drills -- --json` prints. */
export const summaryOf = (
  boxes: readonly Played[],
  etcd: string,
  seconds: number,
  holdSeconds: number | null = null,
) => {
  const drills = boxes.flatMap(box => box.drills);
  const count = (outcome: Drill['outcome']) => drills.filter(drill => drill.outcome === outcome).length;
  return {
    etcd,
    drills: drills.length,
    healed: count('healed'),
    refusedRightly: count('refused'),
    wrong: count('wrong'),
    ackedWrites: sum(boxes.map(box => box.ackedWrites)),
    lostWrites: sum(boxes.map(box => box.lostWrites)),
    rogueWrites: sum(boxes.map(box => box.rogueWrites)),
    gapMsP50: percentile(gapsOf(drills, 'cure'), 50),
    gapMsP99: percentile(gapsOf(drills, 'cure'), 99),
    originalGapMs: percentile(gapsOf(drills, 'original'), 100),
    faultGapMs: percentile(gapsOf(drills, 'fault'), 100),
    holdSeconds,
    seconds: Math.round(seconds),
    byFault: [...Map.groupBy(boxes, box => box.fault)].map(([fault, of]) => faultLine(fault, of)),
  };
};
export type Summary = ReturnType<typeof summaryOf>;

/** Nothing wrong, nothing lost, and something was drilled. */
export const allRight = (done: Summary): boolean =>
  done.wrong === 0 && done.lostWrites === 0 && done.drills > 0;
