import { describe, expect, test } from 'vitest';
import { certificatesLine, certificateWarnings } from '../../src/cluster/certificates.ts';
import type { CertificateObservation, Observation } from '../../src/cluster/observation.ts';
import { clusterOf, m1, m2, m3 } from './build.ts';

const until = (days: number) =>
  new Date(Date.parse('2026-11-22T10:57:28Z') + days * 86_400_000).toISOString();
const ends = (file: string, days: number): CertificateObservation => ({
  file: `/var/vcap/jobs/etcd/config/${file}`,
  until: until(days),
  daysLeft: Math.floor(days),
});
const unreadable: CertificateObservation = { file: '/x/peer.crt', until: null, daysLeft: null };
const of = (certificates: Observation['masters'][number]['certificates'], more: Partial<Observation> = {}) =>
  clusterOf({ [m1]: { certificates }, [m2]: { certificates }, [m3]: { certificates } }, more);
const warned = (seen: Observation) => certificateWarnings(seen).map(each => each.en);

describe('days left of each certificate', () => {
  test('are on the card from thirty on, once for what ends together, with the way to renew them', () => {
    expect(warned(of([ends('etcd.crt', 30), ends('peer.crt', 30), ends('etcd-ca.crt', 31)]))).toEqual([
      'Certificates of etcd: etcd.crt, peer.crt on master/9b8ad6e0, master/8cdf6298, master/774bfafe: 30 days left (2026-12-22). Before they end, renew them the TKGI way (from 1.12 on; before that by CredHub Maestro, with Support): `tkgi rotate-certificates dev-1 --all`.',
    ]);
    expect(certificateWarnings(of([ends('etcd.crt', 12)]))[0]?.ko).toContain('12일 남음(2026-12-04)');
    expect(warned(of([ends('etcd.crt', 31)]))).toEqual([]);
  });
  test('count for every certificate of a bundle: the old one beside the new one ends by itself', () =>
    expect(warned(of([ends('peer-ca.crt', 900), ends('peer-ca.crt', 3)]))[0]).toContain(
      'peer-ca.crt on master/9b8ad6e0, master/8cdf6298, master/774bfafe: 3 days left',
    ));
  test('are over where it expired', () =>
    expect(warned(of([ends('etcd.crt', -0.5)]))[0]).toContain('expired 2026-11-21'));
  test('are not known of a file that could not be read, and that is said', () => {
    const [told] = certificateWarnings(clusterOf({ [m2]: { certificates: [unreadable] } }));
    expect(told?.en).toBe('peer.crt on master/8cdf6298 could not be read: when it ends is not known.');
    expect(told?.ko).toBe('master/8cdf6298의 peer.crt를 읽지 못해 만료일을 알 수 없음.');
  });
  test('are remembered of a master that can’t be read now, and go on falling', () => {
    const identity = {
      at: '2026-11-20T10:57:28Z',
      raftTerm: 7,
      systemKey: null,
      hash: null,
      members: {},
      certificates: { [m3]: [{ file: '/x/etcd.crt', until: until(4) }] },
    };
    const seen = clusterOf(
      { [m3]: { certificates: null } },
      { memory: { revision: 1, keyCount: null, identity } },
    );
    expect(warned(seen)[0]).toContain(
      'master/774bfafe: 4 days left (2026-11-26, as read 2026-11-20 10:57:28 UTC)',
    );
    expect(certificatesLine(seen).en).toContain('not read on');
  });
});

test('the line for whoever unfolds it names the next one to end, and who did not tell', () => {
  expect(certificatesLine(of([ends('etcd.crt', 300), ends('peer.crt', 200)])).en).toBe(
    'Certificates: peer.crt on master/9b8ad6e0: 200 days left (2027-06-10)',
  );
  expect(certificatesLine(clusterOf()).en).toBe(
    'Certificates: not read on master/9b8ad6e0, master/8cdf6298, master/774bfafe',
  );
});
