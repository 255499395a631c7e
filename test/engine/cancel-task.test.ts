import { expect, test } from 'vitest';
import { cancelTask } from '../../src/engine/cancel-task.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import type { JumpHost } from '../../src/ports/jump-host.ts';
import { ranOf } from '../readings/ran.ts';

const shown = (state: string) =>
  JSON.stringify({ id: 7, state, description: 'x', timestamp: 0, user: 'bot', deployment: 'd' });
const cancelled = async (cancel: Partial<Ran>, task: Partial<Ran> = { exitCode: 1 }) => {
  const asked: string[] = [];
  const run = async ({ argv }: Command) => {
    asked.push(argv.slice(1, 2).join());
    return ranOf(argv, argv.includes('cancel-task') ? cancel : task);
  };
  const answer = await cancelTask({ run } as unknown as JumpHost, '7'); // only run is asked
  return { ...answer, asked };
};

test('a cancellation that the Director takes is requested, and no more is asked', async () => {
  const { is, words, asked } = await cancelled({ exitCode: 0 });
  expect([is, asked.length]).toEqual(['accepted', 1]);
  expect(words.en).toMatch(/^Cancel requested: the Director was asked to cancel task 7\./);
});

test.for(['cancelling', 'cancelled'])('where the answer was lost, a task that is %s was asked', async state =>
  expect((await cancelled({ exitCode: 1 }, { stdout: shown(state) })).is).toBe('accepted'),
);

test.for(['done', 'error', 'timeout'])('a task that ended as %s before was asked too late', async state => {
  const { is, words } = await cancelled({ end: 'deadline', exitCode: null }, { stdout: shown(state) });
  expect(is).toBe('too-late');
  expect(words).toEqual({
    en: `Task 7 was not cancelled: it had ended as ${state} before the Director was asked.`,
    ko: `task 7 취소 안 됨: 요청하기 전에 이미 끝났습니다(${state}).`,
  });
});

test.for<[string, Partial<Ran>, string]>([
  [
    'in the Director’s words',
    {
      exitCode: 1,
      stderr: "Director responded with non-successful status code '401' response 'Not authorized'",
    },
    "The Director refuses the bot's login (401)",
  ],
  [
    'in the CLI’s last line',
    { exitCode: 1, stderr: 'first\nError: something odd\n\nExit code 1\n' },
    'Error: something odd.',
  ],
  ['in what it printed', { exitCode: 1, stdout: 'Error: printed odd' }, 'Error: printed odd.'],
  ['by its exit code', { exitCode: 3 }, 'exit 3.'],
  ['by nothing at all', { end: 'killed', exitCode: null }, ''],
])('why it was not taken is told %s', async ([, cancel, why]) => {
  const { is, words } = await cancelled(cancel, { stdout: shown('processing') });
  expect(is).toBe('refused');
  expect(words.en).toContain(`The cancellation of task 7 was not taken: ${why}`);
  expect(words.en).toMatch(/It is asked again for as long as the task runs\.$/);
});

test('where the task cannot be read either, the cancellation was not taken', async () =>
  expect(
    (await cancelled({ exitCode: 1, stderr: 'Error: odd' }, { exitCode: 1, stderr: 'odd too' })).words.ko,
  ).toContain('받아들여지지 않았습니다: Error: odd.'));
