import { expect, test } from 'vitest';
import { type FaultName, faults } from '../../../drill/foundation/faults/index.ts';
import type { Master } from '../../../drill/foundation/machines.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import * as vm from '../../../src/commands/vm.ts';
import { isMissed } from '../../../src/readings/reading.ts';
import { probeSaid } from '../../readings/ran.ts';
import { withMachines } from './play.ts';

const rows: readonly (readonly [FaultName, boolean])[] = [
  ['raft-log-lost', false],
  ['wal-truncated', false],
  ['disk-lost-bootstrap', true],
];
const cases = (['modelled', 'auto'] as const).flatMap(etcd => rows.map(row => [etcd, ...row] as const));

const probed = async (master: Master | undefined) => {
  const probe = probeSaid((await master?.run(quoteArgv(vm.probe())))?.stdout ?? '');
  return isMissed(probe) ? expect.fail(probe.unread) : probe;
};

/** What the original route may be started on, and what it must not: both kinds of members have to tell it. */
test.each(cases)(
  '%s members: after %s the log tells memberWasMissing %s, and so does the birth of member/',
  (etcd, name, missing) =>
    withMachines(etcd, async machines => {
      const before = new Map<string, number | null>();
      for (const master of machines.masters) before.set(master.uuid, (await probed(master)).identity.born);
      const { victims } = await faults[name].inject(machines);
      const { files, identity } = await probed(victims[0]);
      expect(files?.memberWasMissing).toBe(missing);
      const born = before.get(victims[0]?.uuid ?? '') ?? expect.fail('no birth was told');
      expect((identity.born ?? 0) > born).toBe(missing);
      if (!missing) expect(identity.born).toBe(born);
      expect(identity.ageSeconds).toBeLessThan(120);
    }),
);
