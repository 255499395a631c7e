import { expect, test } from 'vitest';
import type { Membership } from '../../src/cluster/people.ts';
import type { Engine } from '../../src/runs/engine.ts';
import { recordRestore } from '../../src/runs/restored.ts';
import { looked } from '../support/a-cluster.ts';

const somebody = { team: 'T1', id: 'U1', name: 'seoyeon' };

/** Only what recording a restore touches. */
const world = (membership: Membership = { state: 'member' }, was: number | null = 90_000) => {
  const kept = new Map<string, unknown>();
  const lower = async (what: { key: string; to: number }) => {
    if (was === null) return { ok: false, was };
    kept.set(what.key, what);
    return { ok: true, was };
  };
  const engine = {
    membership: async () => membership,
    clock: { now: () => 1 },
    journal: { lower },
  } as unknown as Engine; // the rest of an engine is never reached from here
  return { engine, kept };
};

const emptied = () => {
  const seen = looked();
  return { ...seen, run: null, verdict: { ...seen.verdict, name: 're-bootstrapped-empty' as const } };
};

test('a recorded restore makes the smaller revision the one that counts, and keeps who said so', async () => {
  const { engine, kept } = world();
  const done = await recordRestore(engine, emptied(), somebody, 'C1');
  expect(done).toMatchObject({ ok: true, words: { en: expect.stringContaining('no longer 90000') } });
  const { deployment } = emptied().seen;
  expect(kept.get(`revision/${deployment}`)).toMatchObject({ to: 41_007, who: somebody });
});

test('a restore that somebody else recorded at the same moment is not recorded twice', async () => {
  const { engine } = world({ state: 'member' }, null);
  const refused = await recordRestore(engine, emptied(), somebody, 'C1');
  expect(refused).toMatchObject({
    ok: false,
    words: { en: expect.stringContaining('Nothing was recorded') },
  });
});

test('who may not approve may not record a restore either', async () => {
  const { engine, kept } = world({ state: 'not-member', group: 'pks-approvers' });
  expect((await recordRestore(engine, emptied(), somebody, 'C1')).ok).toBe(false);
  expect(kept.size).toBe(0);
});

test('a cluster that lost nothing has no restore to record', async () => {
  const { engine, kept } = world();
  const refused = await recordRestore(engine, { ...emptied(), verdict: looked().verdict }, somebody, 'C1');
  expect(refused).toMatchObject({ ok: false });
  expect(kept.size).toBe(0);
});
