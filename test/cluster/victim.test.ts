import { describe, expect, it } from 'vitest';
import { memberIdOf } from '../../src/cluster/victim.ts';
import { allListed, broken, clusterOf, etcdOf, m1, m2, m3, tocommit } from './build.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });
const sickWith = (change: Parameters<typeof clusterOf>[0]) =>
  clusterOf({ [m1]: broken(tocommit), ...change });

describe('the member id of the victim', () => {
  it('is the one entry that is neither of the pair’s', () =>
    expect(memberIdOf(sick, m1)).toEqual({ known: true, id: 'a1' }));
  it('is nobody’s when it was removed already', () => {
    const two = allListed.slice(1);
    const seen = sickWith({
      [m2]: { etcd: etcdOf(m2, { members: two }) },
      [m3]: { etcd: etcdOf(m3, { members: two }) },
    });
    expect(memberIdOf(seen, m1)).toEqual({ known: true, id: null });
  });
  it('is not guessed when the entry is named after another instance', () => {
    const odd = allListed.map(each => (each.id === 'a1' ? { ...each, name: 'somebody-else' } : each));
    const seen = sickWith({
      [m2]: { etcd: etcdOf(m2, { members: odd }) },
      [m3]: { etcd: etcdOf(m3, { members: odd }) },
    });
    expect(memberIdOf(seen, m1).known).toBe(false);
  });
});
