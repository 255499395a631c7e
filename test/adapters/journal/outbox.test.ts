import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Journal } from '../../../src/ports/journal.ts';
import type { OutboxTurn } from '../../../src/ports/outbox.ts';
import { engines, type Said, type Store, said } from './stores.ts';

const card = { run: 'r1', key: 'card', channel: 'C1', ts: '1.1' };

describe.each(engines)('the outbox on $name', ({ fresh }) => {
  let store: Store;
  let one: Journal<Said>;
  let two: Journal<Said>;
  beforeEach(async () => {
    store = await fresh();
    [one, two] = [await store.replica(), await store.replica()];
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
  });
  afterEach(() => store.remove());

  const turn = async (journal: Journal<Said>): Promise<OutboxTurn> => {
    const taken = await journal.tend('r1');
    if (taken === null || taken === 'by-another') throw new Error(`r1 is ${taken ?? 'nowhere'}`);
    return taken;
  };
  const finish = async (): Promise<void> => {
    const lease = await one.claim('r1');
    if (!lease) throw new Error('r1 could not be claimed');
    await one.write({ run: 'r1', events: [said('finished')], as: { lease }, then: 'finish' });
  };
  /** As after fifteen seconds without a word. */
  const letRunOut = () => store.sql('update runs set tend_until = 0');

  test('writes down where messages stand, the newest state of each', async () => {
    const mine = await turn(one);
    expect(await one.savePosted({ ...card, digest: 'a' }, mine)).toBe(true);
    expect(await one.savePosted({ ...card, digest: 'b' }, mine)).toBe(true);
    expect(await two.posted('r1')).toEqual([{ ...card, digest: 'b' }]);
  });

  test('lets one process at a time tend a run, whoever reaches for it at once', async () => {
    const takers = await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 2 ? one : two).tend('r1')));
    expect(takers.filter(taken => taken !== 'by-another')).toHaveLength(1);
    // Also who comes later, until the first one lets go or has been silent for too long.
    for (const journal of [one, two]) expect(await journal.tend('r1')).toBe('by-another');
    expect(await one.tend('r9')).toBeNull();
  });

  test('counts a run as unshown until all of it stands in the channel, and also when it has finished', async () => {
    expect(await two.unshown()).toEqual(['r1']);
    const mine = await turn(one);
    expect(await two.unshown()).toEqual([]);
    await one.shown(mine, 1);
    expect(await two.unshown()).toEqual([]);
    await finish();
    expect(await two.unshown()).toEqual(['r1']);
    await two.shown(await turn(two), 2);
    expect(await one.unshown()).toEqual([]);
  });

  test('leaves alone what could not be shown for a week after its end', async () => {
    await finish();
    await store.sql(`update runs set finished_at = finished_at - ${7 * 24 * 3_600_000}`);
    expect(await one.unshown()).toEqual([]);
  });

  test('says whether the last process ended well: only then is everything that stands written down', async () => {
    const first = await turn(one);
    expect(first.unsure).toBe(false);
    await one.stopTending(first);
    const second = await turn(two);
    expect(second.unsure).toBe(true);
    await two.shown(second, 1);
    expect((await turn(one)).unsure).toBe(false);
  });

  test('fences a process that fell silent, and has the message drawn again that it may have overtaken', async () => {
    const late = await turn(one);
    await letRunOut();
    const now = await turn(two);
    expect(now.unsure).toBe(true);
    await two.savePosted({ ...card, digest: 'new' }, now);
    expect(await one.keepTending(late)).toBe(false);
    await one.shown(late, 1);
    expect(await one.savePosted({ ...card, digest: 'old' }, late)).toBe(false);
    // Whoever tends it begins anew: it may have looked before the late edit arrived.
    await two.shown(now, 1);
    expect(await one.posted('r1')).toEqual([{ ...card, digest: '' }]);
    expect(await one.unshown()).toEqual(['r1']);
    expect(await one.tend('r1')).toMatchObject({ unsure: true });
  });
});
