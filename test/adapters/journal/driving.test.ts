import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Journal } from '../../../src/ports/journal.ts';
import type { Lease } from '../../../src/ports/leases.ts';
import { engines, type Said, type Store, said } from './stores.ts';

describe.each(engines)('driving a run on $name', ({ fresh }) => {
  let store: Store;
  let one: Journal<Said>;
  let two: Journal<Said>;
  beforeEach(async () => {
    store = await fresh();
    [one, two] = [await store.replica(), await store.replica()];
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
  });
  afterEach(() => store.remove());

  const claimed = async (journal: Journal<Said>): Promise<Lease> => {
    const lease = await journal.claim('r1');
    if (!lease) throw new Error('the run could not be claimed');
    return lease;
  };
  const click = (journal: Journal<Said>, expectSeq: number) =>
    journal.write({ run: 'r1', events: [said('clicked')], as: { expectSeq }, then: 'wake' });
  const claimable = async (journal: Journal<Said>) => (await journal.claimable()).map(row => row.run);

  test('gives a run that many reach for to one of them', async () => {
    const claims = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? one : two).claim('r1')));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await claimable(two)).toEqual([]);
  });

  test('gives it to the next one when it is released, and refuses the first one from then on', async () => {
    const first = await claimed(one);
    await one.release(first);
    expect(await one.renew(first)).toBe(false);
    expect(await claimable(two)).toEqual(['r1']);
    const second = await claimed(two);
    expect(second.epoch).toBeGreaterThan(first.epoch);
    const zombie = { run: 'r1', events: [said('late')], as: { lease: first } };
    expect(await one.write(zombie)).toEqual({ ok: false, why: 'fenced' });
    expect(await one.write({ ...zombie, then: 'finish' })).toEqual({ ok: false, why: 'fenced' });
    await one.release(first);
    expect(await two.renew(second)).toBe(true);
    expect(await two.read('r1')).toHaveLength(1);
  });

  test('says since when nobody drove it: from the last sign of its driver, or from the click that woke it', async () => {
    const first = await claimed(one);
    await store.sql('update runs set driven_at = driven_at - 60000');
    await one.renew(first);
    await one.release(first);
    const second = await one.claim('r1');
    expect((second?.at ?? 0) - (second?.nobodySince ?? 0)).toBeLessThan(30_000);
    await store.sql('update runs set driven_at = driven_at - 60000');
    if (second) await one.release(second);
    const third = await two.claim('r1');
    expect((third?.at ?? 0) - (third?.nobodySince ?? 0)).toBeGreaterThanOrEqual(60_000);
    if (third) await two.write({ run: 'r1', events: [], as: { lease: third }, seenSeq: 1, then: 'park' });
    // A parked run is driven by nobody, for as long as a person takes.
    await store.sql('update runs set driven_at = driven_at - 60000');
    await click(one, 1);
    const woken = await two.claim('r1');
    expect((woken?.at ?? 0) - (woken?.nobodySince ?? 0)).toBeLessThan(30_000);
  });

  test('holds no lease and is not claimable while it is parked', async () => {
    const lease = await claimed(one);
    await one.write({ run: 'r1', events: [said('asked')], as: { lease }, seenSeq: 1, then: 'park' });
    expect(await one.row('r1')).toMatchObject({ awake: false, seq: 2, finishedAt: null });
    expect(await claimable(two)).toEqual([]);
    expect(await two.claim('r1')).toBeNull();
    expect(await one.write({ run: 'r1', events: [said('late')], as: { lease } })).toEqual({
      ok: false,
      why: 'fenced',
    });
  });

  test('wakes by a click on the other replica, whose entry the next driver reads', async () => {
    const lease = await claimed(one);
    await one.write({ run: 'r1', events: [said('asked')], as: { lease }, seenSeq: 1, then: 'park' });
    expect((await click(two, 2)).ok).toBe(true);
    expect(await claimable(one)).toEqual(['r1']);
    await claimed(one);
    expect((await one.read('r1', 2)).map(entry => entry.event.said)).toEqual(['clicked']);
  });

  test('stays parked when somebody only writes a note', async () => {
    const lease = await claimed(one);
    await one.write({ run: 'r1', events: [said('asked')], as: { lease }, seenSeq: 1, then: 'park' });
    await two.write({ run: 'r1', events: [said('stale click')], as: { expectSeq: 2 } });
    expect(await claimable(one)).toEqual([]);
  });

  test('does not park over an approval that came before the wait', async () => {
    const lease = await claimed(one);
    await click(two, 1);
    const park = { run: 'r1', events: [said('asked')], as: { lease }, then: 'park' } as const;
    expect(await one.write({ ...park, seenSeq: 1 })).toEqual({ ok: false, why: 'moved' });
    expect((await one.write({ ...park, seenSeq: 2 })).ok).toBe(true);
    expect(await claimable(two)).toEqual([]);
  });

  test('stays awake after a park that does not say what it has seen, when anybody wrote since the claim', async () => {
    const lease = await claimed(one);
    await click(two, 1);
    await one.write({ run: 'r1', events: [], as: { lease }, then: 'park' });
    expect(await claimable(two)).toEqual(['r1']);
    const again = await claimed(two);
    await two.write({ run: 'r1', events: [], as: { lease: again }, then: 'park' });
    expect(await claimable(one)).toEqual([]);
  });

  test('lets nobody but its driver park a run', async () => {
    const parked = one.write({ run: 'r1', events: [], as: { expectSeq: 1 }, then: 'park' });
    await expect(parked).rejects.toThrow('Only the driver parks a run.');
  });

  test('tells both replicas soon after a write of either', async () => {
    const heard = [one, two].map(journal => new Promise<string>(resolve => void journal.onWritten(resolve)));
    await new Promise(resolve => setTimeout(resolve, 300));
    await click(one, 1);
    expect(await Promise.all(heard)).toEqual(['r1', 'r1']);
  });

  test('tells nobody who has stopped listening', async () => {
    const heard: string[] = [];
    one.onWritten(run => heard.push(run))();
    await click(one, 1);
    await one.read('r1');
    expect(heard).toEqual([]);
  });

  // A driver that reads, answers every click that it has read and parks, against people who click at any moment: when
  // all is quiet every click has been answered, whatever the order was.
  test('answers every click, however clicks and parks interleave', async () => {
    let count = 0;
    const drive = async (journal: Journal<Said>, run: string, pauses: readonly number[], sawSeq: boolean) => {
      const lease = await journal.claim(run);
      if (!lease) return;
      for (const pause of [...pauses, 0, 0, 0, 0]) {
        const entries = await journal.read(run);
        const open =
          entries.filter(e => e.event.said === 'clicked').length -
          entries.filter(e => e.event.said === 'answered').length;
        const seenSeq = entries.length;
        await ticks(pause);
        const events = Array.from({ length: open }, () => said('answered'));
        const seen = sawSeq ? { seenSeq } : {};
        if ((await journal.write({ run, events, as: { lease }, ...seen, then: 'park' })).ok) return;
      }
      await journal.release(lease);
    };
    const clickOnce = async (journal: Journal<Said>, run: string, pause: number) => {
      await ticks(pause);
      for (;;) {
        const seq = (await journal.row(run))?.seq ?? 0;
        const write = await journal.write({
          run,
          events: [said('clicked')],
          as: { expectSeq: seq },
          then: 'wake',
        });
        if (write.ok) return;
      }
    };
    const pauses = fc.array(fc.nat(8), { maxLength: 4 });
    const interleaved = fc.asyncProperty(pauses, pauses, fc.boolean(), async (clicks, drivers, sawSeq) => {
      const run = `p${++count}`;
      await one.open({ run, cluster: run }, said('started'));
      await Promise.all([
        ...clicks.map((pause, i) => clickOnce(i % 2 ? one : two, run, pause)),
        drive(one, run, drivers, sawSeq),
        ticks(5).then(() => drive(two, run, drivers, sawSeq)),
      ]);
      while ((await claimable(one)).includes(run)) await drive(one, run, [], sawSeq);
      const events = (await one.read(run)).map(entry => entry.event.said);
      expect(events.filter(event => event === 'clicked')).toHaveLength(clicks.length);
      expect(events.filter(event => event === 'answered')).toHaveLength(clicks.length);
    });
    await fc.assert(interleaved, { numRuns: 60 });
  });
});

const ticks = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise(resolve => setImmediate(resolve));
};
