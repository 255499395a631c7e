import { describe, expect, test } from 'vitest';
import type { MemberListed } from '../../src/cluster/observation.ts';
import { memberIdOf, supportersOf, unstartedIdOf } from '../../src/cluster/victim.ts';
import { allListed, broken, clusterOf, etcdOf, m1, m2, m3, tocommit } from './build.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });
const sickWith = (change: Parameters<typeof clusterOf>[0]) =>
  clusterOf({ [m1]: broken(tocommit), ...change });

describe('the member id of the victim', () => {
  test('is the one entry that is neither of the pair’s', () =>
    expect(memberIdOf(sick, m1)).toEqual({ known: true, id: 'a1' }));
  test('is nobody’s when it was removed already', () => {
    const two = allListed.slice(1);
    const seen = sickWith({
      [m2]: { etcd: etcdOf(m2, { members: two }) },
      [m3]: { etcd: etcdOf(m3, { members: two }) },
    });
    expect(memberIdOf(seen, m1)).toEqual({ known: true, id: null });
  });
  test('is not guessed when the entry is named after another instance', () => {
    const odd = allListed.map(each => (each.id === 'a1' ? { ...each, name: 'somebody-else' } : each));
    const seen = sickWith({
      [m2]: { etcd: etcdOf(m2, { members: odd }) },
      [m3]: { etcd: etcdOf(m3, { members: odd }) },
    });
    expect(memberIdOf(seen, m1).known).toBe(false);
  });
});

describe('what is said of an id that is not known', () => {
  const listing = (members: readonly MemberListed[]) =>
    sickWith({ [m2]: { etcd: etcdOf(m2, { members }) }, [m3]: { etcd: etcdOf(m3, { members }) } });
  test('names the members beside the two, and that one never started', () => {
    const more = [...allListed, { id: 'd4', name: '', peerUrls: [], learner: false }];
    expect(memberIdOf(listing(more), m1)).toEqual({
      known: false,
      why: {
        en: '2 members beside the healthy two are listed (a1 (9b8ad6e0-a438-4033-9767-46c586fb4771), d4 (unstarted)); which one is master/9b8ad6e0 has to be said by a person',
        ko: '정상 2대 외에 2대가 목록에 있습니다(a1 (9b8ad6e0-a438-4033-9767-46c586fb4771), d4 (unstarted)). 어느 것이 master/9b8ad6e0인지 사람이 확인해야 합니다',
      },
    });
  });
  test('counts those who told their list', () => {
    const alone = sickWith({ [m2]: broken(tocommit) });
    expect(memberIdOf(alone, m1)).toMatchObject({
      why: { en: '1 of 2 healthy members told their list, so the member id of master/9b8ad6e0 is not known' },
    });
    expect(memberIdOf(sickWith({ [m2]: broken(tocommit), [m3]: broken(tocommit) }), m1)).toMatchObject({
      known: false,
      why: { ko: '정상노드 2대 중 0대만 목록을 알려 주어 master/9b8ad6e0의 멤버 id를 알 수 없습니다' },
    });
  });
  test('is not of one of three who serve', () => {
    expect(supportersOf(clusterOf(), m1).map(each => each.master.instance)).toEqual([m2, m3]);
    expect(memberIdOf(clusterOf(), m1)).toEqual({ known: true, id: 'a1' });
  });
  test('of one that never started is found by its empty name', () => {
    const unstarted = { id: 'd4', name: '', peerUrls: [], learner: false };
    expect(unstartedIdOf(listing([...allListed, unstarted]), m1)).toBe('d4');
    expect(unstartedIdOf(sick, m1)).toBeNull();
    expect(unstartedIdOf(sickWith({ [m2]: broken(tocommit), [m3]: broken(tocommit) }), m1)).toBeNull();
  });
});
