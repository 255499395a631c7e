import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkCases } from '../../src/cli/verdict-check.ts';
import { parseJson } from '../../src/readings/json.ts';

const file = fileURLToPath(new URL('../fixtures/cases/etcd/observations.json', import.meta.url));
const text = readFileSync(file, 'utf8');
const checked = (document: string) => {
  const got = checkCases(document);
  return 'why' in got ? expect.fail(got.why) : got;
};

describe('the cases that were once wrong', () => {
  test('are ten, and all of them are right now', () => {
    const { cases, wrongs } = checked(text);
    expect(cases).toBe(10);
    expect(wrongs).toEqual([]);
  });
});

describe('a check of cases', () => {
  const three = JSON.parse(text)[0].observation;
  const healthy = { ...three, masters: {} };
  const one = (expected: object, observation: unknown = healthy) =>
    checked(JSON.stringify([{ name: 'x', expected, observation }])).wrongs;
  const right = { verdict: 'not-enough-seen', target: [] };
  test('takes the expected verdict with its target, or one of those also accepted', () => {
    expect(one(right)).toEqual([]);
    expect(one({ verdict: 'lagging', target: ['m'], alsoAccepted: ['not-enough-seen'] })).toEqual([]);
    expect(one({ verdict: 'not-enough-seen' })).toEqual([]);
  });
  test('tells another verdict and another target', () => {
    expect(one({ verdict: 'lagging', alsoAccepted: ['rogue'] })).toEqual([
      { name: 'x', why: ['not-enough-seen where lagging or rogue is right'] },
    ]);
    expect(one({ ...right, target: ['m'] })).toEqual([{ name: 'x', why: ['aims at [] where [m] is right'] }]);
  });
  test('counts what must and must not be allowed under an accepted verdict too', () => {
    // parseJson keeps the ids, which JSON.parse rounds.
    const told = JSON.stringify(parseJson(text));
    const document = JSON.parse(told.replace(/\\n[^"]*No such file or directory/, ''));
    const down = document.find((each: { name: string }) => each.name === 'etcd-binary-missing').observation;
    expect(
      one(
        {
          verdict: 'x',
          alsoAccepted: ['process-down'],
          mustNotAllow: ['restart-process'],
          mustAllow: ['recreate'],
        },
        down,
      ),
    ).toEqual([{ name: 'x', why: ['allows restart-process', 'does not allow recreate'] }]);
  });
  test('counts an observation that cannot be read as wrong, with its reason', () =>
    expect(one(right, { masters: { m: { up: 'yes' } } })[0]?.why[0]).toContain('x > masters > m > up'));
  test.each(['', '{}', '[{"name":"x"}]'])('says what is wrong with %j', document =>
    expect(checkCases(document)).toEqual({ why: expect.stringContaining('cannot be read') }),
  );
});

const run = (...args: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
    const program = fileURLToPath(new URL('../../src/cli/pks.ts', import.meta.url));
    execFile(process.execPath, [program, 'verdict', ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test('npm run verdict -- --check prints one document, and fails while a case is wrong', async () => {
  const { code, stdout } = await run('--check', file);
  const told = JSON.parse(stdout);
  expect(Object.keys(told)).toEqual(['cases', 'wrong', 'wrongs']);
  expect(code).toBe(told.wrong === 0 ? 0 : 1);
});

test.each([[[]], [['--check']], [['--check', 'a', 'b']], [['--all', 'x']], [['-x']]])(
  'npm run verdict %j says how it is called',
  async args =>
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(/--check|-x/) }),
);
