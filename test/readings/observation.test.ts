import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerFor } from '../../src/cli/verdict.ts';
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
