import { expect, test } from 'vitest';
import { type FaultName, faults } from '../../../drill/foundation/faults/index.ts';
import { quoteArgv } from '../../../src/commands/quote.ts';
import * as vm from '../../../src/commands/vm.ts';
import { readProbe } from '../../../src/readings/probe.ts';
import { isMissed } from '../../../src/readings/reading.ts';
import { vmSaid } from '../../readings/ran.ts';
import { withMachines } from './play.ts';

const rows: readonly (readonly [FaultName, boolean])[] = [
  ['raft-log-lost', false],
  ['wal-truncated', false],
  ['disk-lost-bootstrap', true],
];
const cases = (['modelled', 'auto'] as const).flatMap(etcd => rows.map(row => [etcd, ...row] as const));

/** What the original route may be started on, and what it must not: both kinds of members have to tell it. */
test.each(cases)('%s members: after %s the log tells memberWasMissing %s', (etcd, name, missing) =>
  withMachines(etcd, async machines => {
    const { victims } = await faults[name].inject(machines);
    const probed = readProbe(vmSaid((await victims[0]?.run(quoteArgv(vm.probe())))?.stdout ?? ''));
    expect(isMissed(probed) ? probed.unread : probed.files.memberWasMissing).toBe(missing);
  }),
);
