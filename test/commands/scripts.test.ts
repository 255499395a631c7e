import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { installScript } from '../../src/adapters/jump-host/fence-script.ts';
import { quoteArgv } from '../../src/commands/quote.ts';
import { scriptAt, scriptText } from '../../src/commands/scripts.ts';
import { stripped } from '../../src/commands/stripped.ts';
import * as vm from '../../src/commands/vm.ts';
import { files, root, textOf } from '../house/tree.ts';

const ours = files.filter(file => /^src\/.*\.sh$/.test(file));
/** As bash reads it: its own print of the commands, strings and here-documents included, comments left out. */
const readByBash = (text: string): string =>
  execFileSync('bash', ['-c', `f() {\n${text}\n}\ndeclare -f f`], { encoding: 'utf8' });
const shellOf = (file: string) =>
  /^#!\/bin\/(sh|bash)\n/.exec(textOf(file))?.[1] ?? expect.fail(`${file} names no shell`);

test('what runs on a VM or a jump host is a .sh file, the fence among them', () => {
  expect(ours).toEqual(
    expect.arrayContaining(['probe', 'snapshot', 'keep'].map(name => `src/commands/scripts/${name}.sh`)),
  );
  expect(ours.filter(file => file.startsWith('src/adapters/'))).toHaveLength(3);
  const written = files.filter(file => /^(src|handlers)\/.*\.ts$/.test(file));
  expect(written.filter(file => /'(ba)?sh',\s*'-c',\s*[`'](?!<)/.test(textOf(file)))).toEqual([]);
});

test.each(ours)(
  '%s, stripped, is a script that its shell reads, with no comment and no blank line left',
  file => {
    const text = stripped(textOf(file));
    const { status, stderr } = spawnSync(shellOf(file), ['-n'], { input: text, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const inside = text.replaceAll(/'[^']*'/g, "''");
    expect(inside.split('\n').filter(line => /^\s*(#|$)/.test(line))).toEqual([]);
  },
);

test.each(files.filter(file => file.endsWith('.sh')))(
  'no line inside of a string and no command is lost in %s',
  file => {
    expect(stripped(textOf(file)).length).toBeLessThan(textOf(file).length);
    expect(readByBash(stripped(textOf(file)))).toBe(readByBash(textOf(file)));
  },
);

test('what is sent is the stripped text, with the files that it names put in its place, and it is counted so', () => {
  const sent = vm.saveSnapshot('/var/vcap/data/x.db')[3] ?? '';
  expect(sent).toBe(scriptText('snapshot'));
  expect(sent).toContain('throw_away() {\n');
  expect(sent).not.toMatch(/^\s*#|^\. \.\/|^$/m);
  expect(vm.shownVm(vm.saveSnapshot('/x'))[3]).toBe(`<pks-snapshot: ${sent.split('\n').length} lines>`);
  expect(installScript).toBe(scriptAt(new URL(`file://${root}/src/adapters/jump-host/install.sh`)));
});

test('a script’s text is never filled in: what a person or a tool gave is a word of its own', () => {
  const given = "$(id); ' # \n`id`";
  for (const build of [vm.saveSnapshot, vm.snapshotOffer, vm.snapshotClear, vm.setAside]) {
    expect(build(given).slice(0, 4)).toEqual(build('').slice(0, 4));
    expect(build(given).at(-1)).toBe(given);
  }
});

test('every script and argv asks the same etcdctl and monit of the VM', () => {
  const programs = [
    ...ours.map(textOf),
    quoteArgv(vm.canaryDelete('run-1')),
    quoteArgv(vm.monit('stop')),
  ].flatMap(text => text.match(/\/var\/vcap\/\S*\/(etcdctl|monit)\b/g) ?? []);
  expect([...new Set(programs)].toSorted()).toEqual([
    '/var/vcap/bosh/bin/monit',
    '/var/vcap/jobs/etcd/bin/etcdctl',
  ]);
});
