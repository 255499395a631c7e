import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreByHand, saveFirst } from '../../src/cluster/human-moves.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { broken, clusterOf, m1, m2, m3 } from './build.ts';
import { anyWorld } from './worlds.ts';

const silent = () => broken('etcdmain: etcd Version: 3.4.23\npanic: walpb: crc mismatch');
const two = clusterOf({ [m1]: silent(), [m2]: silent() });

test('everything that is left is saved first: a snapshot where etcd answers, the file where it does not', () => {
  const [snapshot, ...files] = saveFirst(two);
  expect(snapshot?.command).toBe('/pks snapshot dev-1');
  expect(snapshot?.words.en).toContain('a snapshot of master/774bfafe');
  expect(files.map(each => each.command)).toEqual(
    [m1, m2].map(gone =>
      expect.stringContaining(
        `bosh -d ${two.deployment} ssh ${gone} -c 'sudo install -D -m 0600 /var/vcap/store/etcd/member/snap/db`,
      ),
    ),
  );
});

test('where no etcd answers no snapshot is promised', () => {
  const moves = saveFirst(clusterOf({ [m1]: silent(), [m2]: silent(), [m3]: silent() }));
  expect(moves).toHaveLength(3);
  expect(JSON.stringify(moves)).not.toContain('/pks snapshot');
});

test('a restore names this deployment, and no secret', () => {
  const [bbr, recorded] = restoreByHand(two).map(each => each.command);
  expect(bbr).toContain(`--deployment ${two.deployment} restore --artifact-path`);
  expect(recorded).toBe('/pks restored dev-1');
});

test('with two down nothing is proposed, and the refusal has every move as its text too', () => {
  const { name, allowed, refused, byHand } = verdictOf(two);
  expect([name, allowed]).toEqual(['quorum-lost', []]);
  expect(byHand?.moves).toHaveLength(5);
  for (const { command } of byHand?.moves ?? [])
    for (const text of [refused?.en, refused?.ko]) expect(text).toContain(command);
});

describe('whatever was seen', () => {
  test('each command is one line with this cluster’s values, and both languages say what to see', () =>
    fc.assert(
      fc.property(anyWorld, ({ seen }) => {
        const { byHand, allowed } = verdictOf(seen);
        if (allowed.length > 0) expect(byHand).toBeUndefined();
        for (const { command, words, see } of byHand?.moves ?? []) {
          expect(command).not.toMatch(/\n|undefined|<id>|<uuid>/);
          expect(command.startsWith('/pks ') || /^(?:bosh -d|bbr|tkgi) /.test(command)).toBe(true);
          for (const each of [words, see])
            expect([each.en, each.ko].every(text => text.length > 3)).toBe(true);
          expect(/[가-힣]/.test(words.ko)).toBe(true);
        }
      }),
      { numRuns: 600 },
    ));
  test('a command that a person runs on a master is quoted once, with no quote within', () =>
    fc.assert(
      fc.property(anyWorld, ({ seen }) => {
        for (const { command } of verdictOf(seen).byHand?.moves ?? [])
          expect((command.match(/'/g) ?? []).length % 2).toBe(0);
      }),
      { numRuns: 300 },
    ));
});
