import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { pks } from '../../src/cli/pks.ts';
import { cliVerbs } from '../../src/cli/verbs.ts';
import { root } from '../house/tree.ts';

const names = Object.keys(cliVerbs);
const world = (lang = 'C') => ({ now: new Date(), lang, env: async () => ({}) });

/** The tree's files that `npm run pks` loads for these words. */
const loadedBy = (...args: readonly string[]): readonly string[] => {
  const tell = pathToFileURL(`${root}/test/support/tell-loaded.ts`).href;
  const [, ...start] = manifest.scripts.pks.split(' ');
  const { stderr, status } = spawnSync(process.execPath, ['--import', tell, ...start, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stderr
    .trim()
    .split('\n')
    .map(url => relative(root, fileURLToPath(url)));
};
const own = /^src\/(?:cli\/[\w-]+|words)\.ts$/;

describe('the files that pks loads', () => {
  test.each([[[]], [['--help']], [['help']], ...names.map(name => [[name, '--help']])])(
    '%j loads none outside of src/cli and words.ts, but for what asks for Node 24',
    args => {
      const loaded = loadedBy(...args);
      expect(loaded).toContain('src/cli/pks.ts');
      expect(loaded.filter(file => !own.test(file))).toEqual(['src/app/needs-node-24.mjs']);
    },
  );
  test('are not those of a verb that nobody named', () => {
    expect(loadedBy('--help').filter(file => /backup|verdict|runbook|token/.test(file))).toEqual([]);
    expect(loadedBy('backup', '--help').filter(file => /verdict|runbook|token/.test(file))).toEqual([]);
  });
});

describe('help', () => {
  test('names every verb, and each verb says how it is called, in both languages', async () => {
    for (const language of ['en', 'ko']) {
      const { out = '' } = await pks(['help', '--language', language], world());
      for (const name of names) {
        expect(out).toContain(name);
        const { out: more = '', code } = await pks(['help', name, '--language', language], world());
        expect(more).toContain(`npm run -s pks -- ${name}`);
        expect(code).toBe(0);
        expect(/[가-힣]/.test(more)).toBe(language === 'ko');
      }
    }
  });
  test('is in the language of the machine, unless --language names another', async () => {
    const korean = async (lang: string, ...args: readonly string[]) =>
      /[가-힣]/.test((await pks(args, world(lang))).out ?? '');
    expect(await korean('ko_KR.UTF-8', '--help')).toBe(true);
    expect(await korean('en_US.UTF-8', '--help')).toBe(false);
    expect(await korean('ko_KR.UTF-8', '--language', 'en')).toBe(false);
    expect(await korean('C', '--language=ko', 'help', 'backup')).toBe(true);
  });
  test('is asked for in any order', async () => {
    const asked = [
      ['help', 'backup'],
      ['backup', '--help'],
      ['--help', 'backup'],
      ['-h', 'backup'],
    ];
    const said = await Promise.all(asked.map(args => pks(args, world())));
    expect(new Set(said.map(({ out }) => out)).size).toBe(1);
  });
  test('--version is the version of package.json', async () =>
    expect(await pks(['--version'], world())).toEqual({ out: manifest.version, code: 0 }));
});

describe('what pks cannot do is said in one sentence with the nearest name, and the exit code is 2', () => {
  test.each([
    [['verdic'], 'Did you mean verdict?'],
    [['runbookdocs'], 'Did you mean runbook-docs?'],
    [['token'], 'Did you mean token-is-ours?'],
    [
      ['wibble'],
      'There is: etcd-status, recover, approve, skip, break-glass, again, happened, abort, accept-journal, runs, run, backup, report, record, verify, export, token-is-ours, verdict, runbook-docs, help.',
    ],
    [['constructor'], 'There is: etcd-status'],
    [['verdict', '--chekc', 'x'], 'Did you mean --check?'],
    [['backup', '-x'], 'There is no option "-x" here'],
    [['--verison'], 'Did you mean --version?'],
    [['verdict', '--check=yes', 'x'], '--check takes no value.'],
    [['backup', '--language'], '--language needs a value.'],
    [['backup', '--language', 'fr'], '--language is en or ko.'],
    [['backup', 'a', 'b'], 'npm run -s pks -- backup [FILE]'],
    [['token-is-ours', 'now'], 'npm run -s pks -- token-is-ours'],
    [['verdict'], 'npm run -s pks -- verdict [--check] FILE.json'],
  ])('%j', async (args, words) => {
    const said = await pks(args, world());
    expect(said).toEqual({ why: expect.stringContaining(words), code: 2 });
    expect(said.why).not.toContain('\n');
    expect((await pks(args, world('ko'))).why).toMatch(/[가-힣]/);
  });
  test('no word and no option that is not one does anything', async () => {
    const wordOf = fc.string({ minLength: 1 }).filter(word => !word.startsWith('-'));
    await fc.assert(
      fc.asyncProperty(
        wordOf.filter(word => word !== 'help' && !names.includes(word)),
        fc.array(fc.string()),
        async (word, more) => {
          expect((await pks([word, ...more], world())).code).toBe(2);
        },
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.stringMatching(/^--[a-z]{3,9}$/),
        async (name, option) => {
          fc.pre(!['--help', '--check', '--language'].includes(option));
          expect((await pks([name, option], world())).code).toBe(2);
        },
      ),
    );
  });
});
