import { describe, expect, test } from 'vitest';
import { ephemeralDamage, failingProcesses } from '../../src/cluster/ephemeral.ts';
import type { Observation } from '../../src/cluster/observation.ts';
import { standingOf } from '../../src/cluster/quorum.ts';
import { warningsOf } from '../../src/cluster/warnings.ts';
import { broken, clusterOf, etcdOf, m1, m2, m3, masterOf, statusOf } from './build.ts';

const warned = (seen: Observation, of: 'en' | 'ko' = 'en') =>
  warningsOf(seen, standingOf(seen)).map(each => each[of]);
const failing = (...names: string[]) => ({ processes: names.map(name => ({ name, state: 'failing' })) });
const counting = (keys: readonly (number | null)[], keyCount: number | null) =>
  clusterOf(
    Object.fromEntries(
      [m1, m2, m3].map((each, at) => [each, { etcd: etcdOf(each, { keyCount: keys[at] ?? null }) }]),
    ),
    { memory: { revision: 1, keyCount } },
  );

test('a healthy cluster warns of nothing', () => expect(warned(clusterOf())).toEqual([]));

test('processes other than etcd that do not run are counted and named, per master', () => {
  const seen = clusterOf({ [m1]: failing('fluentd'), [m3]: failing('ncp', 'telegraf') });
  expect(warned(seen)).toEqual([
    'master/9b8ad6e0: 1 process other than etcd does not run (fluentd).',
    'master/774bfafe: 2 processes other than etcd do not run (ncp, telegraf).',
  ]);
  expect(warned(seen, 'ko')[1]).toBe(
    'master/774bfafe에서 etcd 외 프로세스 2개가 정상이 아닙니다: ncp, telegraf.',
  );
});

describe('fewer keys', () => {
  test('than half of those last seen are warned of, by the member that has most', () => {
    expect(warned(counting([149, 100, 20], 300))).toEqual([
      'Only 149 keys are left of the 300 last seen (50 %).',
    ]);
    expect(warned(counting([0, 0, null], 300))).toEqual(['Only 0 keys are left of the 300 last seen (0 %).']);
    expect(warned(counting([33, null, null], 100), 'ko')).toEqual([
      'key가 마지막 확인 시 100개에서 33개로 줄었습니다(33 %).',
    ]);
  });
  test('are not at half, or where nobody counted before or now', () => {
    expect(warned(counting([150, 10, 10], 300))).toEqual([]);
    expect(warned(counting([1, 1, 1], null))).toEqual([]);
    expect(warned(counting([null, null, null], 300))).toEqual([]);
    expect(warned(clusterOf({}, { memory: null }))).toEqual([]);
  });
});

test('alarms and versions that were not told are, and a master that BOSH ignores', () => {
  const seen = clusterOf({
    [m1]: { etcd: etcdOf(m1, { alarms: null }) },
    [m2]: { etcd: etcdOf(m2, { status: statusOf(m2, { version: '' }) }) },
    [m3]: { ignored: true },
  });
  expect(warned(seen)).toEqual([
    'Alarms could not be read on master/9b8ad6e0.',
    'The etcd version was not seen; cures are proven on 3.4 and 3.5 only.',
    'master/774bfafe is ignored by BOSH (bosh ignore).',
  ]);
  expect(warned(seen, 'ko')).toEqual([
    'master/9b8ad6e0의 알람을 읽지 못했습니다.',
    'etcd 버전을 확인하지 못했습니다. 복구 절차는 3.4와 3.5에서만 검증되었습니다.',
    'master/774bfafe는 BOSH에서 ignore 상태입니다.',
  ]);
});

describe('a process that fails', () => {
  test('does by BOSH’s word or monit’s, once, and etcd is told elsewhere', () => {
    const master = masterOf(m1, {
      processes: [
        { name: 'etcd', state: 'failing' },
        { name: 'ncp', state: 'failing' },
        { name: 'kubelet', state: '' },
        { name: 'fluentd', state: 'running' },
      ],
      monit: [
        { name: 'ncp', state: 'not monitored' },
        { name: 'telegraf', state: 'initializing' },
      ],
    });
    expect(failingProcesses(master)).toEqual(['ncp', 'telegraf']);
    expect(failingProcesses(masterOf(m1, { monit: null }))).toEqual([]);
  });
  test('is ephemeral damage on one master, on two it is not', () => {
    expect(ephemeralDamage(clusterOf())).toBeNull();
    expect(ephemeralDamage(clusterOf({ [m2]: failing('ncp') }))).toEqual({
      instance: m2,
      processes: ['ncp'],
    });
    expect(ephemeralDamage(clusterOf({ [m2]: failing('ncp'), [m3]: failing('ncp') }))).toBeNull();
    expect(ephemeralDamage(clusterOf({ [m2]: { ...broken(''), ...failing('ncp') } }))?.instance).toBe(m2);
  });
});
