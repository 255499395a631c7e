import { expect, test } from 'vitest';
import { counted, joined, josa, same } from '../src/words.ts';

test('a count is said with the noun that it asks for', () => {
  expect([0, 1, 2].map(count => counted(count, 'task'))).toEqual(['0 tasks', '1 task', '2 tasks']);
  expect([1, 3].map(count => counted(count, 'process does', 'processes do'))).toEqual([
    '1 process does',
    '3 processes do',
  ]);
});

test.for([
  ['master/9b8ad6e0', '이/가', 'master/9b8ad6e0이'],
  ['master/774bfafe', '이/가', 'master/774bfafe가'],
  ['11', '으로/로', '11로'],
  ['13', '으로/로', '13으로'],
  ['리더 b2', '은/는', '리더 b2는'],
  ['서울', '으로/로', '서울로'],
  ['부산', '을/를', '부산을'],
  ['제주', '과/와', '제주와'],
  ['etcd 3.6.0', '은/는', 'etcd 3.6.0은'],
  ['(none)', '이/가', '(none)가'],
] as const)('%s takes its particle %s by how it is read out: %s', ([word, particle, said]) =>
  expect(josa(word, particle)).toBe(said),
);

test('sentences are joined language by language', () => {
  expect(joined([{ en: 'a', ko: '가' }, same('b')])).toEqual({ en: 'a; b', ko: '가; b' });
  expect(joined([{ en: 'a', ko: '가' }, same('b')], ', ').ko).toBe('가, b');
  expect(joined([])).toEqual({ en: '', ko: '' });
});
