import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostClock } from '../../../src/adapters/journal/host-clock.ts';
import { engines, onlyPostgres, onlySqlite, type Store, said } from './stores.ts';

const hour = 3_600_000;

/** Two processes of one host share it; a test moves it. */
const settableClock = () => {
  const time = { boot: 'boot-1', monotonic: 5_000, wall: 1_750_000_000_000 };
  const clock: HostClock = {
    bootId: () => time.boot,
    monotonicMs: () => time.monotonic,
    wallMs: () => time.wall,
  };
  return { time, clock };
};

describe.each(onlySqlite)('leases on $name go by the time since boot', ({ fresh }) => {
  let store: Store;
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(() => store.remove());

  const twoReplicas = async () => {
    const { time, clock } = settableClock();
    const one = await store.replica({ clock });
    const two = await store.replica({ clock });
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    return { time, one, two };
  };

  test('ends a lease after its time and not before', async () => {
    const { time, one, two } = await twoReplicas();
    await one.claim('r1');
    time.monotonic += 9_999;
    expect(await two.claim('r1')).toBeNull();
    expect(await two.claimable()).toEqual([]);
    time.monotonic += 1;
    expect(await two.claimable()).toHaveLength(1);
    expect(await two.claim('r1')).not.toBeNull();
  });

  test.each([hour, -hour])('moves no lease and no stamp when the wall clock jumps by %i ms', async jump => {
    const { time, one, two } = await twoReplicas();
    const lease = await one.claim('r1');
    time.wall += jump;
    expect(await two.claim('r1')).toBeNull();
    expect(lease && (await one.renew(lease))).toBe(true);
    expect(await one.now()).toBe(1_750_000_000_000);
  });

  test('stamps entries with the wall clock', async () => {
    const { time, one } = await twoReplicas();
    time.wall += 1_000;
    time.monotonic += 1_000;
    await one.write({ run: 'r1', events: [said('x')], as: { expectSeq: 1 } });
    expect((await one.read('r1')).map(entry => entry.at)).toEqual([1_750_000_000_000, 1_750_000_001_000]);
    expect((await one.row('r1'))?.startedAt).toBe(1_750_000_000_000);
  });

  test('ends every lease with the boot it was given in', async () => {
    const { time, one, two } = await twoReplicas();
    await one.claim('r1');
    time.boot = 'boot-2';
    time.monotonic = 10;
    expect(await two.claimable()).toHaveLength(1);
    expect(await two.claim('r1')).not.toBeNull();
  });

  test('renews by every write of the driver, and by renew', async () => {
    const { time, one, two } = await twoReplicas();
    const lease = await one.claim('r1');
    if (!lease) throw new Error('not claimed');
    time.monotonic += 9_000;
    await one.write({ run: 'r1', events: [said('x')], as: { lease } });
    time.monotonic += 9_000;
    expect(await one.renew(lease)).toBe(true);
    time.monotonic += 9_000;
    expect(await two.claim('r1')).toBeNull();
  });

  test('lets a driver that overslept go on while nobody took its run, and fences it once somebody has', async () => {
    const { time, one, two } = await twoReplicas();
    const lease = await one.claim('r1');
    if (!lease) throw new Error('not claimed');
    time.monotonic += hour;
    expect((await one.write({ run: 'r1', events: [said('x')], as: { lease } })).ok).toBe(true);
    expect(await two.claim('r1')).toBeNull();
    time.monotonic += hour;
    expect(await two.claim('r1')).not.toBeNull();
    expect(await one.renew(lease)).toBe(false);
    const late = await one.write({ run: 'r1', events: [said('y')], as: { lease } });
    expect(late).toEqual({ ok: false, why: 'fenced' });
  });
});

describe.each(engines)('leases on $name', ({ fresh }) => {
  let store: Store;
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(() => store.remove());

  test('end by the clock that the replicas share', async () => {
    const one = await store.replica({ leaseMs: 300 });
    const two = await store.replica();
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    await one.claim('r1');
    expect(await two.claim('r1')).toBeNull();
    await new Promise(resolve => setTimeout(resolve, 350));
    expect(await two.claim('r1')).not.toBeNull();
  });

  test('are not waited out when their holder is known to be dead', async () => {
    const one = await store.replica({ processes: { own: 'dead', isGone: () => false } });
    const two = await store.replica({ processes: { own: 'alive', isGone: name => name === 'dead' } });
    const three = await store.replica();
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    const lease = await one.claim('r1');
    expect(await three.claim('r1')).toBeNull();
    expect(await two.claimable()).toHaveLength(1);
    const claims = await Promise.all([two.claim('r1'), two.claim('r1')]);
    expect(claims.filter(Boolean)).toMatchObject([{ run: 'r1', epoch: (lease?.epoch ?? 0) + 1 }]);
  });
});

describe.each(onlyPostgres)('the clock on $name', ({ fresh }) => {
  let store: Store;
  beforeEach(async () => {
    store = await fresh();
  });
  afterEach(() => store.remove());

  test("is the database's, whatever a replica's host believes", async () => {
    const { clock, time } = settableClock();
    time.wall = Date.now() + hour;
    const [one, two] = [await store.replica({ clock }), await store.replica()];
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    expect(await one.claim('r1')).not.toBeNull();
    expect(await two.claim('r1')).toBeNull();
    expect(Math.abs((await one.now()) - (await two.now()))).toBeLessThan(hour / 2);
  });
});
