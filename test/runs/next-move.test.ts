import { expect, test } from 'vitest';
import { withNextMove } from '../../src/runs/next-move.ts';

const facts = { en: 'Read back: BOSH still shows VM vm-1', ko: '확인 결과: BOSH에 아직 VM vm-1이 보임' };

test('facts alone get the next move, in both languages', () => {
  expect(withNextMove(facts, false)).toEqual({
    en: 'Read back: BOSH still shows VM vm-1. Look at the cluster (`/pks etcd-status`) and the output above, then try again or abort.',
    ko: '확인 결과: BOSH에 아직 VM vm-1이 보임. 클러스터(`/pks etcd-status`)와 위의 출력을 확인한 뒤 다시 시도하거나 중단하세요.',
  });
});

test('a fact that brought its own full stop gets no second one', () => {
  const words = { en: 'Read back: 0 of 2 other members read it back..', ko: '확인..' };
  expect(withNextMove(words, false).en).toMatch(/read it back\. Look at/);
});

test('a question, a dot inside and spaces around stay what they are', () => {
  expect(withNextMove({ en: ' Is it there? ', ko: '?' }, false).en).toMatch(/^Is it there\? Look at/);
  expect(withNextMove({ en: 'It is? master/1.. is', ko: '.' }, false).en).toMatch(
    /^It is\? master\/1\.\. is\. L/,
  );
});

test('nothing known is still a next move', () => {
  expect(withNextMove({ en: '', ko: '' }, false).en).toMatch(/^Look at the cluster/);
});

test('while things are put back there is no abort left to offer', () => {
  const words = withNextMove(facts, true);
  expect(words.en).toMatch(/try again or leave it out\.$/);
  expect(words.en).not.toMatch(/abort/);
});

test('a sentence that names its next move stays as it is', () => {
  const own = {
    en: 'task 7 is processing on this deployment; wait for it or cancel it, then try again',
    ko: '기다린 뒤 다시 시도하세요',
  };
  expect(withNextMove(own, false)).toBe(own);
});
