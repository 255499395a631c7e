import { expect, test } from 'vitest';
import { glance } from '../../src/desk/glance.ts';
import type { Command } from '../../src/model/command.ts';
import { follower, leader, victim } from '../support/a-cluster.ts';
import { instanceRow, printed, table } from '../support/bosh-tables.ts';

const which = { cluster: 'dev-1', deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4' };
const glancedAt = async (rows: readonly object[], processes = true) => {
  const asked: string[] = [];
  const run = async (command: Command) => {
    asked.push(command.argv.join(' '));
    return printed(command, processes ? table(rows) : JSON.stringify(rows));
  };
  return { asked, seen: await glance({ name: 'x', run } as never, which, processes) }; // only run is asked
};
const others = [leader, follower].map(each => instanceRow(each));

test.each<[string, Readonly<Record<string, string>>, boolean, boolean]>([
  ['runs', {}, true, false],
  ['has an agent that is silent', { process_state: 'unresponsive agent' }, false, true],
  ['has a process that fails', { process_state: 'failing' }, false, false],
  ['was stopped on purpose', { process_state: 'stopped', state: 'stopped' }, true, false],
])('a master that %s is told by one question for the processes', async (_, row, well, silent) => {
  const { asked, seen } = await glancedAt([instanceRow(victim, row), ...others]);
  expect(asked).toHaveLength(1);
  expect(seen).toMatchObject({ ok: true, well, silent });
});

test('the list makes no task, and tells a VM that is gone and one that is another', async () => {
  const row = (instance: string, cid: string | null) => ({
    job: 'master',
    id: instance.split('/')[1],
    cid,
    agent_id: 'a',
  });
  const three = [victim, leader, follower].map(each => row(each, 'vm-1'));
  const { asked, seen } = await glancedAt(three, false);
  expect(asked).toEqual([`bosh curl /deployments/${which.deployment}/instances`]);
  expect(seen).toMatchObject({ ok: true, well: true, silent: null });
  const gone = await glancedAt([row(victim, null), ...three.slice(1)], false);
  expect(gone.seen).toMatchObject({ ok: true, well: false });
  const another = await glancedAt([row(victim, 'vm-2'), ...three.slice(1)], false);
  expect(another.seen).not.toEqual(seen);
});
