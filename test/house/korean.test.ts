import { describe, expect, test } from 'vitest';
import { josa } from '../../src/words.ts';
import { files, textOf } from './tree.ts';

/** What is said in Korean has one word: the English one stands only in code, in paths and in names. */
const english =
  /(?<![\w./"<-]|npm |etcdctl )(members?|leader|follower|snapshot|quorum|masters?|runbook|run|hash|instance|canary|bootstrap|victim|election|alarm(?! disarm)|gate)(?![\w/"-])/;
const otherKorean = /태스크|부트스트랩 노드|십시오|락을|경보/;
/** A name of which the particle after it knows nothing: josa picks it. */
const guessed = /\0(이|가|은|는|을|를|와|과|으로|로)(?=[\s.,;:)]|$)/;
const code = /\\?`[^`\n]*`/g;

/** The Korean string literals of a source; what is filled in is \0. */
const korean = (source: string): readonly string[] => {
  let text = source.replaceAll(/^\s*(\/\/|\/?\*).*$/gm, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(/\$\{[^{}]*\}/g, '\0');
  }
  const literals = text.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [];
  return literals.filter(each => /[가-힣]/.test(each)).map(each => each.slice(1, -1).replaceAll(code, ''));
};

const all = files
  .filter(file => /^(src|drill|handlers)\/.*\.ts$/.test(file) && file !== 'src/words.ts')
  .flatMap(file => korean(textOf(file)).map(text => ({ file, text })));
const saying = (what: RegExp) => all.filter(({ text }) => what.test(text));

describe('what people read in Korean', () => {
  test('there is much of it', () => expect(all.length).toBeGreaterThan(300));
  test('one word for each thing, and not the English one', () => expect(saying(english)).toEqual([]));
  test('one politeness, and no second Korean word for the same thing', () =>
    expect(saying(otherKorean)).toEqual([]));
  test('no particle is guessed after a name, an id or a number', () => expect(saying(guessed)).toEqual([]));
});

test('a particle follows the last sound of a name', () => {
  expect(josa('master/9b8ad6e0', '이/가')).toBe('master/9b8ad6e0이');
  expect(josa('master/774bfafe', '이/가')).toBe('master/774bfafe가');
  expect(josa('run-0000000b', '은/는')).toBe('run-0000000b는');
  expect(josa('"raft-log-lost"', '을/를')).toBe('"raft-log-lost"를');
  expect(josa('etcd 3.3.27', '은/는')).toBe('etcd 3.3.27은');
  expect(josa(127, '으로/로')).toBe('127로');
  expect(josa(3, '으로/로')).toBe('3으로');
  expect(josa('리더', '과/와')).toBe('리더와');
  expect(josa('스냅샷', '과/와')).toBe('스냅샷과');
  expect(josa('', '이/가')).toBe('가');
});
