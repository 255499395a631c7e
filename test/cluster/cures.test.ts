import { describe, expect, test } from 'vitest';
import { notFor, unprovenOriginal, whyNotThis } from '../../src/cluster/cure-reasons.ts';
import { curesFor, type Unproven } from '../../src/cluster/cures.ts';
import { cureNames, type VerdictName } from '../../src/cluster/verdict-types.ts';

const stop = { en: 'etcd 3.6 is outside', ko: 'etcd 3.6은 밖' };
const of = (name: VerdictName, more: { stop?: typeof stop; recreate?: boolean; unproven?: Unproven } = {}) =>
  curesFor(name, more.stop ?? null, more.recreate ?? false, more.unproven);

describe('the least invasive cure that fits is proposed', () => {
  test.for([
    ['process-down', ['restart-process']],
    ['raft-log-lost', ['move-leader', 'replace-member', 'disk-loss-original']],
    ['disk-lost', ['replace-member']],
    ['disk-lost-bootstrap', ['replace-member']],
    ['corrupt', ['replace-member']],
    ['half-added', ['remove-half-added']],
    ['removed-id', ['replace-member']],
    ['rogue', ['replace-member']],
    ['healthy', []],
    ['no-space', ['free-space']],
    ['lagging', []],
    ['quorum-lost', []],
    ['quorum-stopped', ['start-quorum']],
    ['re-bootstrapped-empty', []],
    ['pair-disagrees', []],
    ['not-enough-seen', []],
  ] as const)('%s: %j', ([name, allowed]) => {
    const cures = of(name);
    expect(cures.allowed).toEqual(allowed);
    expect(cures.proposed).toBe(allowed[0] ?? null);
    expect(Object.keys(cures.disallowed).toSorted()).toEqual(
      cureNames.filter(cure => !(allowed as readonly string[]).includes(cure)).toSorted(),
    );
  });
});

describe('recreate', () => {
  test('is for a healthy etcd on a VM that is not', () => {
    expect(of('healthy', { recreate: true }).allowed).toEqual(['recreate']);
    expect(of('healthy').disallowed.recreate?.en).toBe(
      'recreate is not for healthy: every process of the masters runs, or fails on more than one of them',
    );
  });
  test('is for nothing else, whatever fails', () =>
    expect(of('corrupt', { recreate: true }).allowed).toEqual(['replace-member']));
});

describe('the original', () => {
  test('needs proof that member/ was never missing; the others do not', () => {
    const unproven = of('raft-log-lost', { unproven: { 'disk-loss-original': unprovenOriginal } });
    expect(unproven.allowed).toEqual(['move-leader', 'replace-member']);
    expect(unproven.disallowed['disk-loss-original']).toBe(unprovenOriginal);
  });
  test('is refused for a lost disk by what it did there, proof or not', () =>
    expect(
      of('disk-lost-bootstrap', { unproven: { 'disk-loss-original': unprovenOriginal } }).disallowed[
        'disk-loss-original'
      ]?.en,
    ).toContain('500 to 819 writes lost'));
});

describe('a reason against all', () => {
  test('stops those that fit with its own words, and is the reason of the others too', () => {
    const stopped = of('raft-log-lost', { stop });
    expect(stopped.allowed).toEqual([]);
    expect(stopped.proposed).toBeNull();
    expect(stopped.disallowed['move-leader']).toBe(stop);
    expect(stopped.disallowed['remove-half-added']).toEqual({
      en: 'remove-half-added is not for raft-log-lost: etcd 3.6 is outside',
      ko: 'remove-half-added는 raft-log-lost에 쓸 수 없습니다: etcd 3.6은 밖',
    });
  });
  test('is told before the missing proof only where the cure would fit', () =>
    expect(
      of('raft-log-lost', { stop, unproven: { 'disk-loss-original': unprovenOriginal } }).disallowed[
        'disk-loss-original'
      ],
    ).toBe(unprovenOriginal));
});

describe('why not this one', () => {
  test('names the cure and the verdict, or no cure at all', () => {
    expect(notFor('recreate', 'corrupt')).toEqual({
      en: 'recreate is not for corrupt',
      ko: 'recreate는 corrupt에 쓸 수 없습니다',
    });
    expect(notFor(null, 'lagging')).toEqual({
      en: 'No cure is for lagging',
      ko: 'lagging에 쓸 수 있는 복구 방법이 없습니다',
    });
  });
  test('has the verdict’s own reason, else the one against all, else what the cure is for', () => {
    expect(whyNotThis('restart-process', 'corrupt', stop).en).toBe(
      'restart-process is not for corrupt: a restart stops at the same damaged file again',
    );
    expect(whyNotThis('recreate', 'corrupt', stop).en).toBe(
      'recreate is not for corrupt: etcd 3.6 is outside',
    );
    expect(whyNotThis('move-leader', 'corrupt', null).en).toBe(
      'move-leader is not for corrupt: it only makes the leader forget a lost raft log; it brings back no data and no member id',
    );
  });
});
