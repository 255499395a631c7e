import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBosh } from '../../../drill/tools/bosh/cli.ts';
import { judged, notCovered } from './bosh-not-covered.ts';
import { actingRows, late, unreachable } from './bosh-rows-acting.ts';
import { readingRows } from './bosh-rows-reading.ts';
import { D, scanning, sshTask } from './captured-scripts.ts';
import { boshCapture, captureFiles } from './captures.ts';
import { missing, of8cdf, of774b } from './runbook-cluster.ts';
import { type Script, startScriptedDirector } from './scripted-director.ts';

const rows = [...readingRows, ...actingRows];
let machinesUrl: string;
const machines = createServer((request, response) => {
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    const { line } = JSON.parse(body) as { line: string };
    const stderr = line.includes('>&2') ? 'err\n' : '';
    response.end(JSON.stringify({ stdout: 'hi\n', stderr, exitCode: line.includes('exit 3') ? 3 : 0 }));
  });
});
beforeAll(async () => {
  await new Promise<void>(resolve => machines.listen(0, '127.0.0.1', resolve));
  const address = machines.address();
  machinesUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
});
afterAll(() => void machines.close());

/** The words of a line typed into a shell: single quotes and plain words are all that the captures use. */
const wordsOf = (line: string) =>
  [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
/** Volatile by name: the Director's port, and what `ssh` makes up for each call. */
const masked = (text: string, url: string) =>
  text
    .replaceAll(url.replace('https://', ''), '127.0.0.1:25555')
    .replaceAll('https://127.0.0.1:25557', 'https://127.0.0.1:25555')
    .replace(/ssh-priv-key\d+/g, 'ssh-priv-keyN')
    .replace(/ssh-known-hosts\d+/g, 'ssh-known-hostsN')
    .replace(/bosh_[0-9a-f]{15}/g, 'bosh_U')
    .replace(/\[CLI\] [\d/]+ [\d:]+/g, '[CLI] DATE TIME');

/** Runs the capture's own command line against a Director that sends the same again. */
const again = async (file: string, script: Script) => {
  const capture = boshCapture(file);
  const director = await startScriptedDirector(script);
  const [program = '', ...words] = wordsOf(capture.line);
  const environment: Record<string, string> = {
    HOME: '/home/ubuntu',
    BOSH_ENVIRONMENT: director.url,
    BOSH_CA_CERT: director.caPem,
    BOSH_CLIENT: 'ops_manager',
    BOSH_CLIENT_SECRET: 'secret',
    DRILL_MACHINES_URL: machinesUrl,
  };
  if (program === 'env') applyEnv(words, environment);
  let stdout = '';
  let stderr = '';
  const argv = words.map(word => word.replace('https://127.0.0.1:25557', director.url));
  const exitCode = await runBosh(argv, environment, {
    out: text => {
      stdout += text;
    },
    err: text => {
      stderr += text;
    },
  });
  director.stop();
  const mask = (text: string) => masked(text, director.url);
  return {
    real: { exitCode: capture.exitCode, stdout: mask(capture.stdout), stderr: mask(capture.stderr) },
    standIn: { exitCode, stdout: mask(stdout), stderr: mask(stderr) },
    mutations: director.mutations,
  };
};

/** `env -u NAME NAME=value bosh …`: takes those words off. */
const applyEnv = (words: string[], environment: Record<string, string>) => {
  while (words[0] !== 'bosh') {
    const word = words.shift() ?? '';
    if (word === '-u') delete environment[words.shift() ?? ''];
    else environment[word.split('=')[0] ?? ''] = word.split('=')[1] ?? '';
  }
  words.shift();
};

test.concurrent.each(rows)(
  '$file: the stand-in prints what the real one printed',
  async ({ file, script }) => {
    const { real, standIn } = await again(file, script(file));
    expect(standIn).toEqual(real);
  },
);

test.concurrent.each(unreachable)('$file: five tries, then the same words', async ({ file, script }) => {
  const { real, standIn } = await again(file, script(file));
  expect(standIn).toEqual(real);
});

test.concurrent.each(late)('$file: the task is left processing, not failed', async ({ file, script }) => {
  const { real, standIn } = await again(file, script(file));
  expect(standIn).toEqual(real);
});

test.each(judged)('$file: the stand-in differs where it should: $why', async ({ file, instead }) => {
  const { real, standIn } = await again(file, sshTask(file));
  const stdout = instead.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, real.stdout);
  expect(standIn).toEqual({ ...real, stdout });
});
test('what cck sends is what the real one sent: every problem, one resolution', async () => {
  const sent = async (file: string, problems: readonly { readonly id: number }[]) =>
    (await again(file, scanning(problems)(file))).mutations.at(-1);
  expect(
    await sent('35-cck-resolution-delete_vm_reference-3problems.json.txt', [
      of774b(105),
      of8cdf(106),
      missing(107),
    ]),
  ).toBe(
    `PUT ${D}/problems {"resolutions":{"105":"delete_vm_reference","106":"delete_vm_reference","107":"delete_vm_reference"}}`,
  );
  expect(await sent('36-cck-auto-2problems-tty.txt', [of774b(108), missing(109)])).toBe(
    `PUT ${D}/problems {"resolutions":{"108":null,"109":null}}`,
  );
});

test('a resolution that no problem offers is sent as "ignore" for every one', async () => {
  const file = '33-cck-resolution-unknown-name-tty.txt';
  const { mutations } = await again(file, scanning([missing(101)])(file));
  expect(mutations.at(-1)).toBe(`PUT ${D}/problems {"resolutions":{"101":"ignore"}}`);
});

test('every capture of bosh is covered, or the reason why not is written down', () => {
  const covered = [...rows, ...judged, ...unreachable, ...late].map(({ file }) => file);
  expect([...covered, ...Object.keys(notCovered)].toSorted()).toEqual(captureFiles('bosh'));
});
