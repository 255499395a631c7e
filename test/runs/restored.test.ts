import { expect, test } from 'vitest';
import type { Membership } from '../../src/cluster/people.ts';
import type { Engine } from '../../src/runs/engine.ts';
import { recordRestore } from '../../src/runs/restored.ts';
import { looked } from '../support/a-cluster.ts';

const somebody = { team: 'T1', id: 'U1', name: 'seoyeon' };

/** Only what recording a restore touches. */
const world = (membership: Membership = { state: 'member' }) => {
  const kept = new Map<string, unknown>();
  const engine = {
    membership: async () => membership,
    clock: { now: () => 1 },
    journal: { remember: async (key: string, value: unknown) => void kept.set(key, value) },
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
  expect(done.ok).toBe(true);
  expect(kept.get(`revision/${emptied().seen.deployment}`)).toBe(41_007);
  expect(kept.get(`restored/${emptied().seen.deployment}`)).toMatchObject({ by: somebody, revision: 41_007 });
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
