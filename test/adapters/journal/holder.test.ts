import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hostProcesses } from '../../../src/adapters/journal/holder.ts';

const { own, isGone } = hostProcesses();
const named = (change: (name: string) => string) => change(own ?? '');
const withPid = (pid: number | undefined) => named(name => name.replace(/:\d+:(\d+)$/, `:${pid}:$1`));
const startOf = (pid: number | undefined) =>
  readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[19];

describe.runIf(own !== null)('a process', () => {
  test('is not gone while it lives', () => {
    expect(isGone(own ?? '')).toBe(false);
    expect(own).toMatch(/^[0-9a-f-]{36}\/pid:\[\d+\]:\d+:\d+$/);
  });

  test('is gone when its pid belongs to a later one', () => {
    expect(isGone(named(name => name.replace(/\d+$/, '1')))).toBe(true);
  });

  test('is gone after kill -9, also before anybody has collected it', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const name = withPid(child.pid).replace(/\d+$/, startOf(child.pid) ?? '');
    expect(isGone(name)).toBe(false);
    child.kill('SIGKILL');
    // Blocking keeps node from collecting it: a zombie still has its pid.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    expect(isGone(name)).toBe(true);
    await once(child, 'close');
    expect(isGone(name)).toBe(true);
  });

  test.each([
    ['another boot', (name: string) => name.replace(/^[0-9a-f]{8}/, '00000000')],
    ['another container', (name: string) => name.replace(/pid:\[\d+\]/, 'pid:[1]')],
    ['no name', () => 'replica-1'],
    ['an empty name', () => ''],
  ])('of %s may be alive', (_, change) => {
    expect(isGone(named(change).replace(/\d+$/, '1'))).toBe(false);
  });
});
