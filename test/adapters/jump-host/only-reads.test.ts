import { expect, test } from 'vitest';
import { onlyReads } from '../../../src/adapters/jump-host/only-reads.ts';
import * as bosh from '../../../src/commands/bosh.ts';
import type { Command } from '../../../src/model/command.ts';
import type { JumpHost } from '../../../src/ports/jump-host.ts';
import { ranOf } from '../../readings/ran.ts';

const world = () => {
  const started: string[] = [];
  const run = async ({ argv }: Command) => {
    started.push(argv.join(' '));
    return ranOf(argv);
  };
  return { started, host: onlyReads({ run } as unknown as JumpHost) }; // of a jump host it reaches this one method
};
const one = 'master/9b8ad6e0-a438-4033-9767-46c586fb4771';
const d = bosh.bosh('service-instance_1');

test.each([
  d.recreate(one),
  d.cckDeleteReference(),
  bosh.resurrection('off'),
  bosh.taskCancel('7'),
  d.ssh(one, ['sudo', '/var/vcap/bosh/bin/monit', 'stop', 'etcd'], 'changes'),
])(
  'a jump host of a bot that only reads starts no command whose effect is a change ($argv)',
  async command => {
    const { started, host } = world();
    const ran = await host.run(command, { claim: 'x' });
    expect(started).toEqual([]);
    expect(ran).toMatchObject({ end: 'not-started', why: expect.stringContaining('CHANGES=off') });
  },
);

test('it runs what only reads', async () => {
  const { started, host } = world();
  await host.run(d.instances());
  expect(started).toHaveLength(1);
});
