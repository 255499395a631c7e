import { expect, test } from 'vitest';
import { boshTroubles } from '../../src/readings/trouble-bosh.ts';
import { govcTroubles } from '../../src/readings/trouble-govc.ts';
import { withNextMove } from '../../src/runs/next-move.ts';
import { joined, withMove } from '../../src/words.ts';

const facts = { en: 'Read back: BOSH still shows VM vm-1', ko: '확인 결과: BOSH에 아직 VM vm-1이 보임' };

test('facts alone get the next move, in both languages', () => {
  expect(withNextMove(facts, null, false)).toEqual({
    en: 'Read back: BOSH still shows VM vm-1. Look at the cluster (`/pks etcd-status`) and the output above, then try again or abort.',
    ko: '확인 결과: BOSH에 아직 VM vm-1이 보임. 클러스터(`/pks etcd-status`)와 위의 출력을 확인한 뒤 다시 시도하거나 중단하세요.',
  });
});

test('a fact that brought its own full stop gets no second one', () => {
  const words = { en: 'Read back: 0 of 2 other members read it back..', ko: '확인..' };
  expect(withNextMove(words, null, false).en).toMatch(/read it back\. Look at/);
});

test('a question, a dot inside and spaces around stay what they are', () => {
  expect(withNextMove({ en: ' Is it there? ', ko: '?' }, null, false).en).toMatch(/^Is it there\? Look at/);
  expect(withNextMove({ en: 'It is? master/1.. is', ko: '.' }, null, false).en).toMatch(
    /^It is\? master\/1\.\. is\. L/,
  );
});

test('nothing known is still a next move', () => {
  expect(withNextMove({ en: '', ko: '' }, null, false).en).toMatch(/^Look at the cluster/);
});

test('while things are put back there is no abort left to offer', () => {
  const words = withNextMove(facts, null, true);
  expect(words.en).toMatch(/try again or leave it out\.$/);
  expect(words.en).not.toMatch(/abort/);
});

test('a sentence that names its next move gets no other one, nor does what it is joined to', () => {
  const own = withMove({
    en: 'task 7 is processing; wait for it, then try again',
    ko: '기다린 뒤 다시 시도하세요',
  });
  expect(withNextMove(own, null, false)).toEqual({
    en: 'task 7 is processing; wait for it, then try again.',
    ko: '기다린 뒤 다시 시도하세요.',
  });
  const both = withNextMove(joined([facts, own]), null, false);
  expect(both.en).toMatch(/vm-1; task 7 is processing; wait for it, then try again\.$/);
});

test('only what we say ourselves counts as a move: a tool’s "try again" in the facts steers nothing', () => {
  const told = {
    en: 'Director task 7 ended as error: CPI busy, try again later',
    ko: 'CPI busy, try again later',
  };
  expect(withNextMove(told, null, false).en).toMatch(/try again later\. Look at the cluster/);
});

test('facts without their full stop end as a sentence before what a stop leaves', () => {
  const stop = { en: 'A stop here leaves: no quorum.', ko: '여기서 멈추면: 쿼럼 없음.' };
  expect(withNextMove({ en: 'vCenter is away', ko: 'vCenter 응답 없음' }, stop, false)).toEqual({
    en: 'vCenter is away. A stop here leaves: no quorum. Look at the cluster (`/pks etcd-status`) and the output above, then try again or abort.',
    ko: 'vCenter 응답 없음. 여기서 멈추면: 쿼럼 없음. 클러스터(`/pks etcd-status`)와 위의 출력을 확인한 뒤 다시 시도하거나 중단하세요.',
  });
});

/** Each trouble that our tables know, by the words of its own sentence. */
test.each([...boshTroubles, ...govcTroubles].filter(each => each.name !== 'task-failed'))(
  'a known trouble that names a button is marked as doing so: $name',
  ({ words }) => {
    const said = words(
      Object.assign(['', 'x', 'y'], { index: 0, input: '' }) as unknown as RegExpExecArray,
      'bosh',
    );
    expect(said.move ?? false).toBe(/try again/.test(said.en));
    expect(/다시 시도하/.test(said.ko)).toBe(/try again/.test(said.en));
  },
);
