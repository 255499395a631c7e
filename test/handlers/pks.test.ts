import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePks } from '../../handlers/pks.ts';
import { nearestVerb, verbs } from '../../src/messages/help.ts';

describe('what is typed after /pks', () => {
  test.each([
    ['', { verb: 'help', typed: null }],
    ['help', { verb: 'help', typed: null }],
    ['etcd-status', { verb: 'etcd-status', cluster: null }],
    ['  STATUS   dev-1 ', { verb: 'etcd-status', cluster: 'dev-1' }],
    ['etcd-status a b', { verb: 'help', typed: 'etcd-status a b' }],
    ['recover', { verb: 'recover', cluster: null, cure: null }],
    ['recover dev-1 --route gentle', { verb: 'recover', cluster: 'dev-1', cure: 'gentle' }],
    ['recover --route=original dev-1', { verb: 'recover', cluster: 'dev-1', cure: 'original' }],
    ['recover dev-1 —route original', { verb: 'recover', cluster: 'dev-1', cure: 'original' }],
    ['recover dev-1 --force', { verb: 'help', typed: 'recover dev-1 --force' }],
    ['recover dev-1 dev-2', { verb: 'help', typed: 'recover dev-1 dev-2' }],
    ['recover dev-1 --route', { verb: 'help', typed: 'recover --route' }],
    ['record', { verb: 'record', cluster: null }],
    ['record dev-1', { verb: 'record', cluster: 'dev-1' }],
    ['restored dev-1', { verb: 'restored', cluster: 'dev-1' }],
    ['abort', { verb: 'abort', run: null }],
    ['abort 7f3a', { verb: 'abort', run: '7f3a' }],
    ['run show 7f3a', { verb: 'run', run: '7f3a' }],
    ['report 7f3a', { verb: 'report', run: '7f3a' }],
    ['runs', { verb: 'runs' }],
    ['doctor', { verb: 'doctor' }],
    ['reboot everything', { verb: 'help', typed: 'reboot' }],
  ])('"%s"', (typed, asked) => expect(parsePks(typed)).toEqual(asked));

  test('whatever is typed is understood or asked back, and recover never takes a flag for a cluster', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(rest => `recover ${rest}`),
        ),
        typed => {
          const asked = parsePks(typed);
          if (asked.verb === 'recover') expect(asked.cluster?.startsWith('-') ?? false).toBe(false);
        },
      ),
    );
  });
});

test('a slip of the finger finds the verb that was meant', () => {
  expect(['recovr', 'etcd-stauts', 'doc', 'hlep', 'abrot'].map(nearestVerb)).toEqual([
    'recover',
    'etcd-status',
    'doctor',
    'help',
    'abort',
  ]);
  expect(nearestVerb('deploy')).toBeNull();
  for (const { name } of verbs) expect(nearestVerb(name)).toBe(name);
});
