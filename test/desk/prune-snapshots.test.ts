import { expect, test } from 'vitest';
import { pruneKept } from '../../src/desk/prune-snapshots.ts';
import type { Ran } from '../../src/model/command.ts';
import type { JumpHost, RunOptions } from '../../src/ports/jump-host.ts';
import { ranOf } from '../readings/ran.ts';
import { smallWorld } from '../support/small-world/small-world.ts';

const pruned = async (end: Partial<Ran>) => {
  const world = smallWorld();
  const { engine } = await world.bot();
  const asked: { line: string; options: RunOptions | undefined }[] = [];
  const lines: string[] = [];
  const jumpHost: JumpHost = {
    ...engine.jumpHost,
    run: async (command, options) => {
      asked.push({ line: command.argv.slice(4).join(' '), options });
      return ranOf(command.argv, { tool: 'sh', ...end });
    },
  };
  await pruneKept({ ...engine, jumpHost, log: line => void lines.push(line) });
  await world.close();
  return { asked, lines };
};

test('old snapshots are removed once an hour behind the fence, and the log says which', async () => {
  const { asked, lines } = await pruned({ stdout: 'snapshots/run-1.db\n' });
  expect(asked).toEqual([
    {
      line: 'pks-prune .pks-rescue/snapshots 10080',
      options: { claim: expect.stringMatching(/^prune-snapshots\.\d+$/) },
    },
  ]);
  expect(lines).toEqual(['snapshots older than 7 days are removed from the jump host: snapshots/run-1.db']);
});

test('where another bot was first, or nothing is old, nothing is said', async () => {
  expect((await pruned({ end: 'not-started', exitCode: null, why: 'the claim is taken' })).lines).toEqual([]);
  expect((await pruned({})).lines).toEqual([]);
});

test('what could not be removed is said, and that it holds Secrets', async () => {
  const { lines } = await pruned({ exitCode: 1, stderr: 'find: cannot delete: Permission denied\n' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('Permission denied. They hold every Secret');
});
