import { expect, test } from 'vitest';
import { resolveCluster } from '../../src/desk/resolve-cluster.ts';

const known = ['dev-1', 'dev-2', 'prod'].map((cluster, at) => ({
  cluster,
  deployment: `service-instance_${at}c1`,
}));
const [one, two, prod] = known;

test.for([
  ['dev-1', one],
  ['service-instance_1c1', two],
  ['p', prod],
  ['2c', prod],
  ['service-instance_0', one],
] as const)('%s is one cluster', ([typed, which]) => expect(resolveCluster(typed, known)).toBe(which));

test('the only one needs no name', () => expect(resolveCluster(null, known.slice(2))).toBe(prod));

test.for([
  [
    null,
    'Which cluster? Name one of: dev-1, dev-2, prod.',
    '어느 클러스터입니까? 다음 중에서 지정하세요: dev-1, dev-2, prod',
  ],
  [
    'dev',
    '"dev" could be dev-1 or dev-2; type more of it.',
    '"dev"에 해당하는 클러스터가 여러 개입니다: dev-1, dev-2. 더 길게 입력하세요.',
  ],
  [
    'x',
    'No cluster is called "x". Known: dev-1, dev-2, prod.',
    '"x"라는 클러스터가 없습니다. 목록: dev-1, dev-2, prod',
  ],
] as const)('%s is none: %s', ([typed, en, ko]) =>
  expect(resolveCluster(typed, known)).toEqual({ ok: false, words: { en, ko } }),
);

test('a name that is another’s beginning is itself', () => {
  const longer = [...known, { cluster: 'dev-11', deployment: 'service-instance_9' }];
  expect(resolveCluster('dev-1', longer)).toBe(one);
  const deployments = [
    { cluster: 'a', deployment: 'service-instance_1' },
    { cluster: 'b', deployment: 'service-instance_12' },
  ];
  expect(resolveCluster('service-instance_1', deployments)).toBe(deployments[0]);
});

test('where no cluster is seen the client’s teams are named, whatever was typed', () => {
  for (const typed of [null, 'dev-1'])
    expect(resolveCluster(typed, [])).toMatchObject({
      ok: false,
      words: { en: expect.stringContaining('BOSH_CLIENT’s teams') },
    });
});
