import { expect, test } from 'vitest';
import { example, exampleContext } from '../../src/runbooks/example.ts';
import { failed, follower, leader, stepOf } from './a-context.ts';

const written = `written by ${example.run}`;
const reading = (canary: Readonly<Record<string, string>>) => ({ ...exampleContext('move-leader'), canary });
const canary = stepOf('move-leader', 'canary');
const removal = stepOf('move-leader', 'canary-delete');

test('a canary counts when every other member reads it, not when the mended one does', () => {
  expect(canary.proof(reading({ [failed]: written, [leader]: written, [follower]: '' }), null).state).toBe(
    'not-yet',
  );
  expect(canary.proof(reading({ [failed]: '', [leader]: written, [follower]: written }), null)).toMatchObject(
    {
      state: 'holds',
      facts: { readBy: '2', of: '2' },
    },
  );
});

test('one of the other two is not enough while the second does not answer', () => {
  expect(canary.proof(reading({ [failed]: written, [leader]: written }), null).state).toBe('not-yet');
  expect(removal.proof(reading({ [failed]: '', [leader]: '' }), null).state).toBe('not-yet');
});

test('nobody to read it is no proof', () => {
  expect(canary.proof(reading({ [failed]: written }), null).state).toBe('not-yet');
  expect(canary.proof(exampleContext('move-leader'), null).state).toBe('not-yet');
});

test('what the VM’s shell says beside it changes nothing; another run’s canary is none', () => {
  const noise = 'sudo: unable to resolve host 4e2a: Name or service not known\n';
  expect(canary.proof(reading({ [leader]: noise + written, [follower]: written }), null).state).toBe('holds');
  expect(canary.proof(reading({ [leader]: 'written by run-other', [follower]: written }), null).state).toBe(
    'not-yet',
  );
});

test('removed means that the others answered and have it no more', () => {
  expect(removal.proof(reading({ [leader]: '', [follower]: written }), null).state).toBe('not-yet');
  expect(removal.proof(reading({ [leader]: '', [follower]: 'unreadable' }), null).state).toBe('not-yet');
  expect(removal.proof(reading({ [leader]: '', [follower]: '' }), null).state).toBe('holds');
});
