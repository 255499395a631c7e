import { expect, test } from 'vitest';
import { aDesk } from '../support/a-desk.ts';
import { withHandlers } from '../support/slack-world.ts';

test('an abort reaches the desk while Slack does not say who anybody is, with the channel it came from; nothing else does', async () => {
  const desk = aDesk();
  const world = await withHandlers(desk);
  const { workspace } = world;
  const somebody = workspace.as(workspace.ids.bystander);
  workspace.faults.fail('users.info', { error: 'internal_error' }, { times: 99 });
  await somebody.slash('/pks takeover 7f3a');
  await world.hears(workspace.ids.bystander, 'Slack did not say who you are');
  await somebody.slash('/pks abort 7f3a');
  await workspace.waitFor(() => desk.calls.aborts.length === 1);
  expect(desk.calls.aborts).toMatchObject([{ run: '7f3a', via: 'slash' }]);
  await world.close();
});
