import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEffects } from '../../../drill/foundation/effects.ts';
import type { OtherVm } from '../../../drill/foundation/vcenter/inventory.ts';
import { startVcenter, type Vcenter } from '../../../drill/foundation/vcenter/vcenter.ts';
import { runGovc } from '../../../drill/tools/govc/cli.ts';
import { captureFiles, govcCapture } from './captures.ts';
import { elsewhere, namesakes, notCovered, others, parts, power, same, secondName } from './govc-rows.ts';

const worlds = new Map<string, Vcenter>();
const open = async (
  name: string,
  vms: readonly OtherVm[],
  credentials?: { username: string; password: string },
) => {
  const login = credentials === undefined ? {} : { credentials };
  const timings = { powerChange: 0 };
  worlds.set(
    name,
    await startVcenter({
      machines: [],
      timings,
      effects: recordEffects(),
      others: vms,
      speech: 'vcsim',
      ...login,
    }),
  );
};
beforeAll(async () => {
  await open('plain', others);
  await open('namesakes', namesakes);
  await open('locked', others, { username: 'pksops', password: 'S3cret!pw' });
});
afterAll(async () => {
  for (const world of worlds.values()) await world.stop();
});

const wordsOf = (line: string) =>
  [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));

/** `NAME=value govc …` with the environment that every capture had. */
const run = async (line: string, world: string) => {
  const environment: Record<string, string> = {
    GOVC_URL: worlds.get(world)?.url ?? '',
    GOVC_USERNAME: 'pksops',
    GOVC_PASSWORD: 'S3cret!pw',
    GOVC_DATACENTER: 'DC0',
  };
  const words = wordsOf(line);
  while (words[0] !== 'govc') {
    const [name = '', value = ''] = (words.shift() ?? '').split('=');
    environment[name] = value;
  }
  let stdout = '';
  let stderr = '';
  const exitCode = await runGovc(words.slice(1), environment, {
    out: text => {
      stdout += text;
    },
    err: text => {
      stderr += text;
    },
  });
  return { exitCode, stdout: masked(stdout), stderr: masked(stderr) };
};

/** Volatile by name: when, on which host, in which order vCenter counts its events, and the release's own name. */
const masked = (text: string) =>
  text
    .replace(/^govc \d+\.\d+\.\d+$/m, 'govc VERSION')
    .replace(/(Boot time: +).*/g, '$1WHEN')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'WHEN')
    .replace(/\[\w{3} \w{3} [ \d]\d [\d:]+ \d{4}\]/g, '[WHEN]')
    .replace(/DC0_C0_H\d/g, 'HOST')
    .replace(/"key": \d+/g, '"key": 0')
    .replace(/\[\d+\] \[Vm/g, '[N] [Vm')
    .replace(/\(govmomi simulator\)|\(pks-rescue drill\)/g, '(WHO)');

test.each(same)('$file: the stand-in prints what the real one printed', async ({ file, world }) => {
  const capture = govcCapture(file);
  expect(await run(capture.line, world)).toEqual({
    exitCode: capture.exitCode,
    stdout: masked(capture.stdout),
    stderr: masked(capture.stderr),
  });
});

test.each(parts)('$file: what the stand-in says of a VM, the real one says too', async ({ file, world }) => {
  const capture = govcCapture(file);
  const standIn = await run(capture.line, world);
  expect(standIn).toMatchObject({ exitCode: capture.exitCode, stderr: '' });
  expect(JSON.parse(masked(capture.stdout))).toMatchObject(withoutWhen(JSON.parse(standIn.stdout)));
});
const withoutWhen = (value: object): object =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === 'bootTime' ? undefined : inner)));

test('power by moref and by glob goes to every match, one line each', async () => {
  for (const file of ['3x-power-off-by-moref.txt', '3y-power-off-glob.txt']) {
    for (const { moref } of others.slice(0, 3))
      await run(power(`-on -force VirtualMachine:${moref}`), 'plain');
    const { line, exitCode, stdout, stderr } = govcCapture(file);
    expect(await run(line, 'plain')).toEqual({ exitCode, stdout, stderr });
  }
});

test('an address that nobody tells is waited for, then there is nothing and exit 0', async () => {
  for (const [file, world] of [
    ['41-vm.ip-none.txt', 'plain'],
    ['b6-dup-vm.ip.txt', 'namesakes'],
  ] as const) {
    const { line, exitCode, stdout, stderr } = govcCapture(file);
    expect(await run(line.replace(/-wait \ds/, '-wait 200ms'), world)).toEqual({ exitCode, stdout, stderr });
  }
});

test('none or two actions, or a flag behind the name, are answered with the usage on stderr and exit 1', async () => {
  for (const file of ['3n-power-no-action.txt', '3o-power-two-actions.txt', '3p-power-flag-after-name.txt']) {
    const { line, exitCode, stderr } = govcCapture(file);
    const said = await run(line, 'plain');
    expect(said).toMatchObject({ exitCode, stdout: '' });
    expect(said.stderr.split('\n')[0]).toBe(stderr.split('\n')[0]);
  }
});

test('find and vm.info show all the VMs of one name', async () => {
  const found = await run(govcCapture('b0-dup-find.txt').line, 'namesakes');
  expect(found.stdout.split('\n').toSorted()).toEqual(
    govcCapture('b0-dup-find.txt').stdout.split('\n').toSorted(),
  );
  const shown = await run(`govc vm.info ${secondName}`, 'namesakes');
  const lines = shown.stdout
    .split('\n')
    .filter(line => /Name|Path|Power/.test(line) && !line.includes('Guest'));
  expect(`${lines.join('\n')}\n`).toBe(govcCapture('b1-dup-vm.info-text.txt').stdout);
});

test('every capture of govc is covered, or the reason why not is written down', () => {
  const covered = [...same, ...parts].map(({ file }) => file).concat(elsewhere);
  const without = captureFiles('govc').filter(file => !covered.includes(file));
  expect(without.filter(file => !notCovered.some(([pattern]) => pattern.test(file)))).toEqual([]);
});
