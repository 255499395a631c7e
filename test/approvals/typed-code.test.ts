import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typedCode } from '../../src/approvals/typed-code.ts';
import { alice, digest, seoyeon } from '../support/a-run.ts';

const ask = { step: 'recreate', attempt: 2, digest };
const run = { id: '7f3a' };

test('a code is six characters that nobody reads for others, and the same for the same', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), (step, attempt) => {
      const code = typedCode(run, { step, attempt, digest }, 'approve', alice);
      expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{6}$/);
      expect(typedCode(run, { step, attempt, digest }, 'approve', alice)).toBe(code);
    }),
  );
});

test('a code is another one for another run, step, attempt, state, answer or person', () => {
  const codes = [
    typedCode(run, ask, 'approve', alice),
    typedCode({ id: '7f3b' }, ask, 'approve', alice),
    typedCode(run, { ...ask, step: 'verify' }, 'approve', alice),
    typedCode(run, { ...ask, attempt: 3 }, 'approve', alice),
    typedCode(run, { ...ask, digest: digest.replace(/^./, '0') }, 'approve', alice),
    typedCode(run, ask, 'skip', alice),
    typedCode(run, ask, 'approve', seoyeon),
  ];
  expect(new Set(codes).size).toBe(codes.length);
});
