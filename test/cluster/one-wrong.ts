import fc from 'fast-check';
import type { MasterObservation } from '../../src/cluster/observation.ts';
import { allListed, broken, clusterOf, downEtcd, etcdOf, m1, m2, m3, tocommit } from './build.ts';
import { disk, refused, served, sound, young } from './must-allow.ts';

const victims: fc.Arbitrary<Partial<MasterObservation>> = fc
  .record({
    log: fc.constantFrom(
      served,
      served,
      tocommit,
      young(3),
      young(111),
      'panic: walpb: crc mismatch',
      'permanently removed',
    ),
    said: fc.constantFrom(
      refused,
      refused,
      'context deadline exceeded',
      'x509: certificate has expired',
      undefined,
    ),
    monit: fc.constantFrom('running', 'not monitored', 'Execution failed', 'not monitored - start pending'),
    memberDir: fc.constantFrom(true, true, true, false),
    memberWasMissing: fc.constantFrom(false, false, true, null),
    walFiles: fc.constantFrom(1, 1, 0),
    mounted: fc.constantFrom(true, true, true, false),
    ground: fc.constantFrom(
      sound,
      sound,
      sound,
      { ...sound, link: 'dangling' as const },
      { ...sound, binary: false },
    ),
    up: fc.constantFrom(false, false, false, true),
  })
  .map(({ log, said, monit, up, ...more }) => ({
    ...broken(log),
    monit: [{ name: 'etcd', state: monit }],
    files: { ...disk, ...more },
    etcd: up ? etcdOf(m3, { healthy: false }) : { ...downEtcd, ...(said === undefined ? {} : { said }) },
  }));
/** One is wrong and two are well, in every way that a cure is for. */
export const oneWrong = fc
  .record({
    which: fc.constantFrom(m1, m3),
    victim: victims,
    listed: fc.constantFrom('listed', 'listed', 'unlisted', 'unnamed'),
  })
  .map(({ which, victim, listed }) => {
    const members = allListed.flatMap(member =>
      !which.endsWith(member.name) || listed === 'listed'
        ? [member]
        : listed === 'unnamed'
          ? [{ ...member, name: '' }]
          : [],
    );
    const well = (instance: string) => ({ etcd: etcdOf(instance, { members }) });
    return clusterOf({ [m1]: well(m1), [m2]: well(m2), [m3]: well(m3), [which]: victim });
  });
