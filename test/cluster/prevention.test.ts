import { describe, expect, test } from 'vitest';
import type { EtcdObservation, EtcdStatus, Observation } from '../../src/cluster/observation.ts';
import { preventionOf } from '../../src/cluster/prevention.ts';
import { clusterOf, etcdOf, m1, m2, m3, statusOf } from './build.ts';

const at = Date.parse('2026-11-22T10:57:28Z');
const told = (instance: string, status: Partial<EtcdStatus>, more: Partial<EtcdObservation> = {}) => ({
  etcd: etcdOf(instance, { status: statusOf(instance, status), quotaBytes: 2_000_000_000, ...more }),
});
const lines = (seen: Observation, saved?: Parameters<typeof preventionOf>[1]) =>
  preventionOf(seen, saved).map(each => each.en);

describe('what prevents the next incident', () => {
  test('is a line each, with figures of the member that is worst off', () => {
    const starts = { now: '2026-11-22T10:57:28Z', at: ['2026-11-22T08:00:00Z', '2026-11-22T10:30:00Z'] };
    const seen = clusterOf({
      [m1]: { ...told(m1, { dbSizeBytes: 400_000_000, dbInUseBytes: 100_000_000 }), starts },
      [m2]: { ...told(m2, { dbSizeBytes: 500_000_000, dbInUseBytes: 490_000_000 }), starts },
      [m3]: { ...told(m3, { dbSizeBytes: 400_000_000, dbInUseBytes: 390_000_000 }), starts },
    });
    expect(lines(seen, { backup: at - 3 * 86_400_000, snapshot: at - 7_200_000 })).toEqual([
      'Space quota used: 25 % at most (500.0 MB of 2000.0 MB on master/8cdf6298)',
      'Fragmentation: 75 % of the db at most (400.0 MB, 100.0 MB in use on master/9b8ad6e0)',
      'Certificates: not read on master/9b8ad6e0, master/8cdf6298, master/774bfafe',
      'Last good backup: 3 days old (2026-11-19 10:57 UTC)',
      'Last good snapshot: 2 hours old (2026-11-22 08:57 UTC)',
      'Starts of etcd in the last hour: master/9b8ad6e0 1, master/8cdf6298 1, master/774bfafe 1',
    ]);
  });
  test('is not known where it was not read, on one or on all: neither zero nor fine', () => {
    const one = clusterOf({ [m1]: told(m1, { dbInUseBytes: 20_480 }) });
    expect(lines(one).slice(0, 2)).toEqual([
      'Space quota used: 0 % at most (0.0 MB of 2000.0 MB on master/9b8ad6e0); not known on master/8cdf6298, master/774bfafe',
      'Fragmentation: 0 % of the db at most (0.0 MB, 0.0 MB in use on master/9b8ad6e0); not known on master/8cdf6298, master/774bfafe',
    ]);
    expect(
      preventionOf(clusterOf({ [m1]: { etcd: null } }), undefined).map(each => [each.en, each.ko]),
    ).toEqual([
      ['Space quota used: not known', '공간 quota 사용률: 알 수 없음'],
      ['Fragmentation: not known', '단편화: 알 수 없음'],
      [expect.stringContaining('not read on'), expect.stringContaining('읽지 못함')],
      [
        'Last good backup: none by this bot is known; what others took it does not see',
        '마지막 정상 백업: 이 봇이 만든 기록이 없음(다른 방법으로 만든 것은 알 수 없음)',
      ],
      [expect.stringContaining('none by this bot is known'), expect.stringContaining('기록이 없음')],
      [
        'Starts of etcd in the last hour: master/9b8ad6e0 not known, master/8cdf6298 not known, master/774bfafe not known',
        expect.stringContaining('알 수 없음'),
      ],
    ]);
  });
});
