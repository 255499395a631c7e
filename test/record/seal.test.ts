import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keysIn } from '../../src/record/keys.ts';
import { sealing } from '../../src/record/seal.ts';

const [one, two] = ['a', 'b'].map(letter => Buffer.from(letter.repeat(32)).toString('base64'));
const keysOf = (text: string) => {
  const keys = keysIn(text);
  if (!keys) throw new Error('no keys');
  return keys;
};
const ours = sealing(keysOf(`${one}\n`), new Set());
const place = { run: 'run-1', seq: 7, at: 1_600_000_000_000, previous: 'ab'.repeat(32) };
const answer = {
  kind: 'answered',
  step: 'recreate',
  attempt: 1,
  answer: 'approve',
  digest: 'c0ffee',
  by: { team: 'T1', id: 'U1', name: 'seoyeon' },
  via: 'button',
};
const signed = ours.seal(answer, place);

test('an answer is signed as it stands, and holds there', () => {
  expect(signed).toMatchObject({ ...answer, seal: { key: keysOf(`${one}`).signing } });
  expect(ours.check(signed, place)).toBeNull();
});

test.each([
  ['another run', signed, { ...place, run: 'run-2' }],
  ['another place in its run', signed, { ...place, seq: 8 }],
  ['another time', signed, { ...place, at: 1 }],
  ['another past', signed, { ...place, previous: 'cd'.repeat(32) }],
  ['another step', { ...signed, step: 'delete-vm' }, place],
  ['another attempt', { ...signed, attempt: 2 }, place],
  ['another ask', { ...signed, digest: 'beef' }, place],
  ['another answer', { ...signed, answer: 'skip' }, place],
  ['another person', { ...signed, by: { ...answer.by, id: 'U2' } }, place],
  ['a person of another enterprise', { ...signed, by: { ...answer.by, enterprise: 'E2' } }, place],
  ['another surface', { ...signed, via: 'cli' }, place],
  ['no signature', answer, place],
  ['half a signature', { ...signed, seal: { key: 'x' } }, place],
  ['a signature of no length', { ...signed, seal: { ...signed, mac: '' } }, place],
])('a signature holds for nothing but its own answer: not for %s', (_what, event, where) => {
  expect(ours.check(event, where)).toBe('forged');
});

test('no change of any field goes unseen', () => {
  const fields = fc.constantFrom(...Object.keys(answer).filter(field => field !== 'kind'));
  fc.assert(
    fc.property(fields, fc.jsonValue(), (field, value) => {
      const changed = { ...signed, [field]: value };
      fc.pre(JSON.stringify(changed) !== JSON.stringify(signed));
      expect(ours.check(changed, place)).toBe('forged');
    }),
  );
});

test('the key of another bot signs nothing for this one', () => {
  const theirs = sealing(keysOf(`${two}`), new Set());
  expect(ours.check(theirs.seal(answer, place), place)).toBe('forged');
});

test('a rotated key verifies what it signed and signs no more; a lost one that the store knows is called lost', () => {
  const rotated = sealing(keysOf(`# new\n${two}\n\n${one} # until May\n`), new Set());
  expect(rotated.check(signed, place)).toBeNull();
  expect(rotated.seal(answer, place)).toMatchObject({ seal: { key: keysOf(`${two}`).signing } });
  const lost = sealing(keysOf(`${two}`), new Set([keysOf(`${one}`).signing]));
  expect(lost.check(signed, place)).toBe('key-lost');
});

test('only what a person answers needs a signature, and stopping does not', () => {
  for (const kind of ['asked', 'abort-requested', 'finished']) {
    expect(ours.seal({ kind }, place)).toEqual({ kind });
    expect(ours.check({ kind }, place)).toBeNull();
  }
});

test.each(['', '# nothing', 'c2hvcnQ=', `${one}\nnot base64!`])('%j is no key file', text => {
  expect(keysIn(text)).toBeNull();
});

test('a broken glass counts for nothing without a signature, and holds for its reason, person and run alone', () => {
  const glass = {
    ...answer,
    kind: 'glass-broken',
    reason: 'nobody answers',
    people: 2,
    line: 'bosh',
    to: [],
  };
  const sealed = ours.seal(glass, place);
  expect(ours.check(sealed, place)).toBeNull();
  for (const forged of [
    glass,
    { ...sealed, reason: 'another' },
    { ...sealed, by: { ...answer.by, id: 'U2' } },
  ])
    expect(ours.check(forged, place)).toBe('forged');
  expect(ours.check(sealed, { ...place, run: 'run-2' })).toBe('forged');
});
