import { expect, test } from 'vitest';
import { restoreByHand, saveFirst } from '../../src/cluster/human-moves.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { broken, clusterOf, m1, m2, m3 } from './build.ts';

const silent = () => broken('etcdmain: etcd Version: 3.4.23\npanic: walpb: crc mismatch');

test('everything that is left is saved first: a snapshot where etcd answers, the file where it does not', () => {
  const seen = clusterOf({ [m1]: silent(), [m2]: silent() });
  const { en, ko } = saveFirst(seen);
  expect(en).toContain('`/pks snapshot dev-1` takes a snapshot of master/774bfafe');
  for (const gone of [m1, m2])
    for (const words of [en, ko])
      expect(words).toContain(
        `bosh -d ${seen.deployment} ssh ${gone} -c 'sudo install -D -m 0600 /var/vcap/store/etcd/member/snap/db`,
      );
  expect(en).not.toContain(`ssh ${m3}`);
});

test('where no etcd answers no snapshot is promised', () =>
  expect(saveFirst(clusterOf({ [m1]: silent(), [m2]: silent(), [m3]: silent() })).en).toContain(
    'no etcd answers',
  ));

test('a restore names this deployment, and no secret', () => {
  const seen = clusterOf({ [m1]: silent(), [m2]: silent() });
  expect(restoreByHand(seen).en).toContain(`--deployment ${seen.deployment} restore --artifact-path`);
  expect(restoreByHand(seen).en).toContain('/pks restored dev-1');
});

test('with two down nothing is proposed, and the refusal has both', () => {
  const { name, allowed, refused } = verdictOf(clusterOf({ [m1]: silent(), [m2]: silent() }));
  expect([name, allowed]).toEqual(['quorum-lost', []]);
  for (const words of [refused?.en, refused?.ko]) {
    expect(words).toContain('/pks snapshot dev-1');
    expect(words).toContain('restore --artifact-path');
  }
});
