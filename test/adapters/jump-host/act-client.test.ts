import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bosh, resurrection } from '../../../src/commands/bosh.ts';
import type { Command } from '../../../src/model/command.ts';
import { aRoot, claimName, hostsOf, sh, shells } from './a-fence.ts';

const root = aRoot();

const cid = 'vm-9b8ad6e0-0000-4000-8000-000000000001';
const said = sh('echo "$BOSH_CLIENT $BOSH_CLIENT_SECRET"; env | grep -c BOSH_ACT');
const asAdmin = (command: Command): Command => ({ ...said, asAdmin: command.asAdmin ?? false });

describe.each(shells)('the client for what a team’s admin can’t do, under %s', (shell, path) => {
  const { hostWith } = hostsOf(join(root, `act-${shell}`), path);
  const team = { BOSH_CLIENT: 'team', BOSH_CLIENT_SECRET: 't1' };
  const act = { BOSH_ACT_CLIENT: 'admin', BOSH_ACT_CLIENT_SECRET: "a'1 $x" };
  const printed = async (command: Command, env: Record<string, string>, claim?: string) =>
    (await hostWith({ env }).run(command, claim ? { claim } : {})).stdout.trim().split('\n');

  test('is what delete-vm and update-resurrection run as, and no other command has it', async () => {
    const env = { ...team, ...act };
    for (const command of [bosh('d').deleteVm(cid), resurrection('off'), resurrection('on')])
      expect(await printed(asAdmin(command), env, claimName())).toEqual(["admin a'1 $x", '0']);
    const others = [bosh('d').cckDeleteReference(), bosh('d').instances(), bosh('d').sshMasters(['x'], 9)];
    for (const command of others) {
      expect(await printed(asAdmin(command), env, claimName())).toEqual(['team t1', '0']);
      expect(await printed(asAdmin(command), env)).toEqual(['team t1', '0']);
    }
  });

  test('is the team’s own where none is set', async () => {
    expect(await printed(asAdmin(resurrection('on')), team, claimName())).toEqual(['team t1', '0']);
  });
});
