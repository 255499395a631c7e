import { type CureName, cureNames, type VerdictName } from '../../src/cluster/verdict-types.ts';
import { type FaultName, faultNames, faults } from '../foundation/faults/index.ts';

/** One box: its fault, the cures that have to be refused there, and the one that is played to the end afterwards. */
export type DrillCase = {
  readonly fault: FaultName;
  readonly verdict: VerdictName;
  readonly refuse: readonly CureName[];
  readonly play: CureName | null;
};

/** What must be allowed, by hand: the product does not say what it is measured by. The first is what it has to propose. */
const mustAllow: Readonly<Record<FaultName, readonly CureName[]>> = {
  'raft-log-lost': ['move-leader', 'replace-member', 'disk-loss-original'],
  'raft-log-lost-elsewhere': ['move-leader', 'replace-member', 'disk-loss-original'],
  'raft-log-lost-leader': [],
  'disk-lost': ['replace-member'],
  'disk-lost-bootstrap': ['replace-member'],
  'process-down': ['restart-process'],
  'two-down': [],
  'wal-truncated': ['move-leader', 'replace-member', 'disk-loss-original'],
  'wal-crc-flipped': ['replace-member'],
  'wal-zero-byte': ['replace-member'],
  'db-corrupt': ['replace-member'],
  'half-added': ['remove-half-added'],
  'removed-id': ['replace-member'],
  rogue: ['replace-member'],
  'no-space': ['free-space'],
  'no-space-live': [],
  'all-lost': [],
  frozen: ['restart-process'],
  'pair-lagging': [],
  'quorum-stopped': ['start-quorum'],
  'certificate-expired': [],
  'certificates-expired-on-two': [],
  'certificates-expired': [],
  'peer-certificates-expired': [],
};
export const allowedFor = (fault: FaultName): readonly CureName[] => mustAllow[fault];

const casesOf = (fault: FaultName): readonly DrillCase[] => {
  const { verdict } = faults[fault];
  const allowed = allowedFor(fault);
  const refuse = cureNames.filter(cure => !allowed.includes(cure));
  const [first = null, ...others] = allowed;
  return [
    { fault, verdict, refuse, play: first },
    ...others.map(play => ({ fault, verdict, refuse: [], play })),
  ];
};

/** Every fault with every allowed cure, and every other cure asked for. */
export const allCases = (): readonly DrillCase[] => faultNames.flatMap(casesOf);

/** Each cure once, the original route, its refusal on the bootstrap instance's lost disk, and a lost quorum. */
const sampled: readonly (readonly [FaultName, CureName | null, refusals?: number])[] = [
  ['raft-log-lost', 'move-leader'],
  ['raft-log-lost', 'disk-loss-original'],
  ['disk-lost-bootstrap', 'replace-member'],
  ['half-added', 'remove-half-added'],
  ['process-down', 'restart-process'],
  ['two-down', null],
  ['quorum-stopped', 'start-quorum'],
  ['no-space', 'free-space'],
  ['no-space-live', null],
  ['certificate-expired', null, 2],
  ['peer-certificates-expired', null, 1],
];

/** For CI: what fits into ten minutes on two cores. */
export const sampleCases = (): readonly DrillCase[] =>
  allCases().flatMap(each =>
    sampled
      .filter(([fault, cure]) => fault === each.fault && cure === each.play)
      .map(([, , refusals]) => ({ ...each, refuse: each.refuse.slice(0, refusals) })),
  );

/** How many drills a case is: each refusal, and the run that is played to its end. */
export const drillsIn = ({ refuse, play }: DrillCase): number => refuse.length + (play === null ? 0 : 1);
