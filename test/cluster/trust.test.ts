import { expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { clusterOf, etcdOf, m1, m2, m3, statusOf } from './build.ts';

test('a member whose revision left the others’ is no odd one to replace: nobody knows which database is right', () => {
  const ahead = statusOf(m1, { revision: 9204 });
  const verdict = verdictOf(
    clusterOf({ [m1]: { etcd: etcdOf(m1, { status: ahead, later: ahead, hash: null }) } }),
  );
  expect(verdict.name).toBe('pair-disagrees');
  expect(verdict.allowed).toEqual([]);
  expect(verdict.refused?.en).toContain('8000');
  for (const instance of [m2, m3]) expect(verdict.target).not.toContain(instance);
});
