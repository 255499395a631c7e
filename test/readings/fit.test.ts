import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hostFit } from '../../src/commands/fit.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import { readFit } from '../../src/readings/fit.ts';

const folder = mkdtempSync(join(tmpdir(), 'pks-fit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const script = join(folder, 'bbr.sh');
writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 });
writeFileSync(join(folder, 'not-runnable'), '');

const ranHere = (command: Command): Ran => {
  const [program, ...args] = command.argv;
  const stdout = execFileSync(program, args, { encoding: 'utf8' });
  const rest = { why: null, stderr: '', sha256: '', lines: 4, seconds: 0 };
  return { command, end: 'exited', exitCode: 0, stdout, ...rest };
};

test('the jump host tells whether the script can run, whether etcdctl is there, its room and its clock', () => {
  const seen = readFit(ranHere(hostFit(script, join(folder, 'not/there/yet'), folder)));
  expect(seen).toMatchObject({ bbr: true, etcdctl: false });
  expect('freeBytes' in seen && seen.freeBytes).toBeGreaterThan(0);
  expect('now' in seen && Math.abs(seen.now - Date.now())).toBeLessThan(10_000);
  expect(readFit(ranHere(hostFit(join(folder, 'not-runnable'), folder, null)))).toMatchObject({ bbr: false });
});

test('an answer that is no answer is none', () => {
  const ran = ranHere(hostFit(script, folder, null));
  expect(readFit({ ...ran, stdout: 'bbr yes\n' })).toHaveProperty('unread');
});
