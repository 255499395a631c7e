import {
  certificateExpired,
  certificatesExpired,
  certificatesExpiredOnTwo,
  peerCertificatesExpired,
} from './certificates.ts';
import { dbCorrupt, walCrcFlipped, walZeroByte } from './corrupt.ts';
import { diskLost, diskLostBootstrap, twoDown } from './disk-lost.ts';
import type { Fault } from './fault.ts';
import { pairLagging } from './lagging.ts';
import { raftLogLost, raftLogLostElsewhere, raftLogLostLeader, walTruncated } from './log-lost.ts';
import { halfAdded, removedId } from './membership.ts';
import { noSpace, noSpaceLive } from './no-space.ts';
import { frozen, processDown } from './process.ts';
import { quorumStopped } from './quorum-stopped.ts';
import { allLost, rogue } from './whole-cluster.ts';

export const faults = {
  'raft-log-lost': raftLogLost,
  'raft-log-lost-elsewhere': raftLogLostElsewhere,
  'raft-log-lost-leader': raftLogLostLeader,
  'disk-lost': diskLost,
  'disk-lost-bootstrap': diskLostBootstrap,
  'process-down': processDown,
  'two-down': twoDown,
  'wal-truncated': walTruncated,
  'wal-crc-flipped': walCrcFlipped,
  'wal-zero-byte': walZeroByte,
  'db-corrupt': dbCorrupt,
  'half-added': halfAdded,
  'removed-id': removedId,
  rogue,
  'no-space': noSpace,
  'no-space-live': noSpaceLive,
  'all-lost': allLost,
  frozen,
  'pair-lagging': pairLagging,
  'quorum-stopped': quorumStopped,
  'certificate-expired': certificateExpired,
  'certificates-expired-on-two': certificatesExpiredOnTwo,
  'certificates-expired': certificatesExpired,
  'peer-certificates-expired': peerCertificatesExpired,
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
// Object.keys forgets that the keys are the record's own.
export const faultNames = Object.keys(faults) as readonly FaultName[];
/** Those that modelled members can show, too. */
export const modelledFaults = faultNames.filter(name => !('needs' in faults[name]));
export type { Fault, Injected } from './fault.ts';
