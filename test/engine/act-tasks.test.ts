import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tasksOver } from '../../src/engine/director-tasks.ts';
import type { Command } from '../../src/model/command.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { ranOf } from '../readings/ran.ts';
import { aborted } from '../support/a-click.ts';
import { began, jihun } from '../support/a-run.ts';
import { aTurn } from '../support/a-turn.ts';
import { table } from '../support/bosh-tables.ts';

const argv = ['bosh', '-n', '--tty', '-d', 'd', 'recreate', 'master/x', '--no-converge'] as const;
const deployment = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';

const worlds = fc.record({
  newestTask: fc.constantFrom('100', undefined),
  printed: fc.uniqueArray(fc.constantFrom<string[]>('103', '105', '107'), { maxLength: 3 }),
  tasks: fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 95, max: 110 }).map(String),
      description: fc.constantFrom('recreate instance', 'create deployment', 'delete vm x', 'scan cloud'),
      user: fc.constantFrom('ops_manager', 'somebody', ''),
      deployment: fc.constantFrom(deployment, ''),
    }),
    { selector: task => task.id, maxLength: 8 },
  ),
});

/** After an abort, with every task at work: what was cancelled and what was said. */
const abortIn = async ({
  newestTask,
  printed,
  tasks,
}: typeof worlds extends fc.Arbitrary<infer T> ? T : never) => {
  const cancelled: string[] = [];
  const stateOf = (id: string) => (cancelled.includes(id) ? 'cancelled' : 'processing');
  const run = async (command: Command) => {
    const words = command.argv;
    if (words.includes('cancel-task')) cancelled.push(words.at(-1) ?? '');
    const id = /^\/tasks\/(.*)$/.exec(words.at(-1) ?? '')?.[1];
    if (id === undefined)
      return ranOf(words, { stdout: table(tasks.map(task => ({ ...task, state: stateOf(task.id) }))) });
    const task = { id, state: stateOf(id), description: 'recreate instance', deployment, user: 'x' };
    return ranOf(words, { stdout: JSON.stringify(task) });
  };
  const begun = { ...began('act'), argv, ...(newestTask === undefined ? {} : { newestTask }) } as RunEvent;
  const numbers = printed.map((task): RunEvent => ({ kind: 'task', step: 'act', attempt: 1, task }));
  const turn = aTurn({ events: [begun, ...numbers, aborted(jihun)], run });
  await tasksOver(turn.turn, turn.at);
  const said = turn.events().flatMap(event => (event.kind === 'noted' ? [event.words.en] : []));
  return { cancelled, said: said.join('\n') };
};

test('whatever is at work, by whatever client: an abort cancels every task that the CLI printed and no other, which is told', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async world => {
      const { cancelled, said } = await abortIn(world);
      expect(cancelled.toSorted()).toEqual(world.printed.toSorted());
      const ofHere = world.tasks.filter(
        task => task.deployment === deployment || task.description.startsWith('delete vm'),
      );
      for (const { id, description } of ofHere) {
        const isSince = world.newestTask === undefined || Number(id) > Number(world.newestTask);
        const told = said.includes(`task ${id} (${description}) by`);
        expect(told).toBe(isSince && !world.printed.includes(id));
      }
    }),
  );
});
