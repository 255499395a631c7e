import { expect, test } from 'vitest';
import { clearRead } from '../../src/engine/clear-read.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { fold } from '../../src/runs/run.ts';
import { began, ended, entries, settled, started } from '../support/a-run.ts';

const cleared: string[] = [];
const lines: string[] = [];
const engineOf = (clear: (claim: string) => Promise<void>) =>
  ({ jumpHost: { clear }, log: (line: string) => void lines.push(line) }) as unknown as Engine; // nothing else of it is reached

const step = 'snapshot';
// An intent of another claim is an intent.
const under = (claim: string, attempt = 1): RunEvent => ({ ...began(step, attempt), claim }) as RunEvent;
const after = async (engine: Engine, ...more: Parameters<typeof entries>[0]) => {
  const all = entries([started(), ...more]);
  await clearRead(engine, fold(all), all);
  return cleared.splice(0);
};

test('output is kept until its step is settled or begun anew, then cleared once', async () => {
  const engine = engineOf(async claim => void cleared.push(claim));
  const first = under('one');
  const again = under('two', 2);
  expect(await after(engine, first)).toEqual([]);
  expect(await after(engine, first, ended(step))).toEqual([]);
  expect(await after(engine, first, ended(step), again)).toEqual(['one']);
  expect(await after(engine, first, ended(step), again, ended(step), settled(step))).toEqual(['two']);
  expect(await after(engine, first, ended(step), again, ended(step), settled(step))).toEqual([]);
});

test('a jump host that cannot be asked stops nothing, and the log says so', async () => {
  const engine = engineOf(async () => Promise.reject(new Error('away')));
  await after(engine, under('one'), ended(step), settled(step));
  expect(lines.join()).toContain('one printed could not be removed from the jump host');
});
