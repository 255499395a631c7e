import { expect, test } from 'vitest';
import { recordEffects } from '../../../drill/foundation/effects.ts';
import { claimPorts, refuseBeyondLoopback } from '../../../drill/foundation/loopback.ts';
import { scaledTimings } from '../../../drill/foundation/machine.ts';
import { startMachines } from '../../../drill/foundation/machines.ts';
import { seedMasters } from '../../../drill/foundation/seed.ts';

const masters = ['127.28.3.2', '127.28.3.3', '127.28.3.4'] as const;

test.each(['172.28.3.2', '10.0.0.1', '::1', '0.0.0.0', 'localhost', '1270.0.0.1', ''])(
  'the box refuses an address outside 127.0.0.0/8: %s',
  address => {
    expect(() => refuseBeyondLoopback(['127.28.3.2', address])).toThrow(
      /loopback only.*outside 127\.0\.0\.0\/8/,
    );
  },
);

test('machines do not start on an address of the real deployment', async () => {
  const racks = [{ ...seedMasters[0], ip: '172.28.3.2' }, seedMasters[1], seedMasters[2]] as const;
  const effects = recordEffects();
  const starting = startMachines({
    folder: '/tmp',
    etcd: 'modelled',
    timings: scaledTimings,
    effects,
    masters: racks,
  });
  await expect(starting).rejects.toThrow('172.28.3.2 is outside 127.0.0.0/8');
});

test('boxes that start at the same time get ports of their own, and give them back', async () => {
  const claimed = await Promise.all(Array.from({ length: 6 }, () => claimPorts(masters)));
  expect(new Set(claimed.map(ports => ports.client)).size).toBe(6);
  const [first] = claimed;
  await first?.release();
  const again = await claimPorts(masters);
  expect(claimed.slice(1).map(ports => ports.client)).not.toContain(again.client);
  await Promise.all([again, ...claimed.slice(1)].map(ports => ports.release()));
});
