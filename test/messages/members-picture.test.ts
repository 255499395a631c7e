import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { membersPicture } from '../../src/messages/members-picture.ts';
import { statusCard } from '../../src/messages/status-card.ts';
import { broken, clusterOf, etcdOf, m1, m2, m3, statusOf, tocommit } from '../cluster/build.ts';
import { readAloud } from '../support/block-texts.ts';

const picture = (seen: Observation, locale: 'en' | 'ko' = 'en'): readonly string[] => {
  const [block] = membersPicture(seen, verdictOf(seen), { chars: 3000, items: 30 }, locale);
  const shown = block?.type === 'rich_text' ? block.elements[0] : undefined;
  const piece = shown?.type === 'rich_text_preformatted' ? shown.elements[0] : undefined;
  return piece?.type === 'text' ? piece.text.split('\n') : [];
};
const applied = (instance: string, raftAppliedIndex: number) => {
  const status = statusOf(instance, { raftAppliedIndex, raftIndex: raftAppliedIndex });
  return etcdOf(instance, { status, later: status });
};

describe('the members in a picture that Slack draws anywhere', () => {
  test('show who leads, each one’s term and applied index, and the broken one', () =>
    expect(picture(clusterOf({ [m1]: broken(tocommit) }))).toEqual([
      '✗ 9b8ad6e0 ░░░░ etcd gives no answer',
      '★ 8cdf6298 ████ term 7 index 5000 leader',
      '● 774bfafe ████ term 7 index 5000 follower',
    ]));

  test('a follower that lags is seen to lag, and in Korean too', () => {
    const seen = clusterOf({ [m3]: { etcd: applied(m3, 4200) } });
    expect(picture(seen)[2]).toBe('✗ 774bfafe ███░ term 7 index 4200 follower, 800 behind');
    expect(picture(seen, 'ko')[2]).toMatch(/███░ term .* 팔로워, 800만큼 뒤처짐$/);
  });

  test('a few entries between healthy members are no lag', () =>
    expect(picture(clusterOf({ [m3]: { etcd: applied(m3, 4990) } }))[2]).toMatch(/████ .*follower$/));

  test('one that was not seen is neither well nor broken, and one without a VM says so', () => {
    expect(picture(clusterOf({ [m3]: { etcd: null } }))[2]).toMatch(/^\? .*not seen$/);
    expect(picture(clusterOf({ [m3]: { etcd: null, cid: null } }))[2]).toMatch(/^✗ .*no VM$/);
  });

  test('a rogue is shown as what it is, and is not counted among the healthy', () => {
    const status = statusOf(m3, { clusterId: 'bad', leaderId: 'c3', raftTerm: 2, revision: 9 });
    const seen = clusterOf({
      [m3]: { etcd: etcdOf(m3, { status, later: status, hash: null, members: [] }) },
    });
    const verdict = verdictOf(seen);
    expect(verdict.name).toBe('rogue');
    expect(picture(seen)[2]).toMatch(/^✗ .*a cluster of its own$/);
    const card = statusCard({ ok: true, seen, verdict, complete: true, run: null }, [], 'en');
    expect(readAloud(card.blocks)).toContain('2 of 3 masters healthy');
  });

  test('a cluster without masters has none', () =>
    expect(picture(clusterOf({}, { masters: [] }))).toEqual([]));
});

test('who looks closer sees disks, desired state, ignore, wal files, free space and the mount', () => {
  const seen = clusterOf({ [m2]: { diskCids: ['disk-7'], desired: 'stopped', ignored: true } });
  const looked = { ok: true, seen, verdict: verdictOf(seen), complete: true, run: null } as const;
  const text = readAloud(statusCard(looked, [], 'en').blocks);
  for (const fact of ['disk-7', 'desired state stopped', 'IGNORED by BOSH', '1 wal file', '10 MB free'])
    expect(text).toContain(fact);
  expect(text).toContain('/var/vcap/store mounted');
  expect(readAloud(statusCard(looked, [], 'ko').blocks)).toContain('목표 상태 stopped');
});
