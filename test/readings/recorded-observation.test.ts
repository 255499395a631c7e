import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerFor } from '../../src/cli/verdict-answer.ts';
import { verdictNames } from '../../src/cluster/verdict-types.ts';

const doc = readFileSync(new URL('../../docs/observations.md', import.meta.url), 'utf8');
const examples = [
  ...doc.matchAll(/^## (\S+)\n[\s\S]*?```json\n([\s\S]*?)```\n\n```json answer\n([\s\S]*?)```/gm),
].map(([, name = '', observation = '', answer = '']) => ({ name, observation, answer }));
const answer = (text: string) => {
  const got = answerFor(text);
  return 'json' in got ? JSON.parse(got.json) : got;
};

describe('docs/observations.md', () => {
  test('has one example for each verdict', () =>
    expect(examples.map(each => each.name).toSorted()).toEqual([...verdictNames].toSorted()));
  test.each(examples)('$name is what its example gets', ({ name, observation, answer: told }) => {
    expect(answer(observation)).toMatchObject({ ...JSON.parse(told), verdict: name });
  });
});

describe('npm run verdict', () => {
  const first = examples[2]?.observation ?? '';
  test('answers an array with an array of the same order', () => {
    const many = answer(`[${examples.map(each => each.observation).join(',')}]`);
    expect(many.map((each: { verdict: string }) => each.verdict)).toEqual(examples.map(each => each.name));
  });
  test('gives exactly the promised keys', () =>
    expect(Object.keys(answer(first)).toSorted()).toEqual([
      'allowed',
      'evidence',
      'proposed',
      'refused',
      'target',
      'verdict',
    ]));
  test('takes status as the whole of what etcdctl printed', () => {
    const listed = first.replace(
      /"status":(\{"header":.*?"raftAppliedIndex":\d+\})/g,
      '"status":[{"Endpoint":"x","Status":$1}]',
    );
    expect(listed).not.toBe(first);
    expect(answer(listed).verdict).toBe('raft-log-lost');
  });
  test('does not round ids: a leader that differs in its last digit is another one', () => {
    const other = first.replaceAll('"leader":38712720341031407', '"leader":38712720341031408');
    expect(answer(other).verdict).toBe('pair-disagrees');
  });
  test('counts an empty alarm as none', () =>
    expect(answer(first.replaceAll('"alarms":[]', '"alarms":[""]')).verdict).toBe('raft-log-lost'));
  test.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['{}', 'masters'],
    ['{"masters":{"master/1":{"up":"yes"}}}', 'master/1 > up'],
    ['{"masters":{"master/1":{"up":true,"healthy":true,"status":{"no":1}}}}', 'endpoint status'],
  ])('says in one sentence what is wrong with %s', (text, words) => {
    const got = answerFor(text);
    expect('why' in got ? got.why : '').toContain(words);
  });
  test('answers an item of an array that is none with its reason, in its place', () => {
    const [only] = answer('[1]');
    expect(only).toMatchObject({ verdict: 'not-enough-seen', allowed: [] });
    expect(only.refused).toContain('observation 1');
  });
  test('never throws, whatever the file holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), text => void answerFor(text)));
  });
});

describe('each field of what tells a cluster made anew', () => {
  const healthy = examples.find(each => each.name === 'healthy')?.observation ?? '';
  const members = Object.fromEntries(
    [...healthy.matchAll(/"(master\/[^"]+)"/g)].map(([, who = '']) => [
      who,
      { memberId: '1', born: 1000, raftIndex: 5000 },
    ]),
  );
  const hash = { revision: 1100, hash: 42, compactRevision: 0 };
  const kept = { at: '2026-11-22T03:05:00Z', raftTerm: 7, systemKey: 5, hash, members };
  const own = { born: 1000, ageSeconds: 99_999, systemKey: 5, earlierHash: hash };
  const recorded = (lastKnown: object, identity: object, at = '2026-11-22T04:05:00Z') => {
    // As text: its ids are too long for JSON.parse.
    const text = healthy
      .replace('{', `{"at":"${at}","lastKnown":${JSON.stringify(lastKnown)},`)
      .replaceAll('"bootstrap"', `"identity":${JSON.stringify(identity)},"bootstrap"`);
    return answer(text).verdict;
  };
  test('is healthy as it is remembered', () => expect(recorded(kept, own)).toBe('healthy'));
  test.each<[string, object, object]>([
    ['born', kept, { ...own, born: 2000, earlierHash: null }],
    ['systemKey', kept, { ...own, systemKey: 'absent' }],
    ['earlierHash', kept, { ...own, earlierHash: { ...hash, hash: 43 } }],
    ['lastKnown.raftTerm', { ...kept, raftTerm: 8 }, own],
    ['lastKnown.systemKey', { ...kept, systemKey: 6 }, own],
    ['lastKnown.hash', { ...kept, hash: { ...hash, hash: 43 } }, own],
    [
      'lastKnown.members',
      { ...kept, members: { 'master/x': { memberId: '1', born: 1, raftIndex: 5001 } } },
      own,
    ],
  ])('%s alone makes it another cluster', (_, lastKnown, identity) =>
    expect(recorded(lastKnown, identity)).toBe('re-bootstrapped-empty'),
  );
  test('ageSeconds and at tell where no birth of it was remembered', () => {
    const other = { ...kept, hash: null, members: { 'master/x': { memberId: '1', born: 1, raftIndex: 1 } } };
    expect(recorded(other, own)).toBe('healthy');
    expect(recorded(other, { ...own, ageSeconds: 60 })).toBe('re-bootstrapped-empty');
    expect(recorded(other, own, '2026-12-22T04:05:00Z')).toBe('re-bootstrapped-empty');
  });
});
