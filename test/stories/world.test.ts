import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CrashBox } from '../../drill/crash/crash-box.ts';
import { aWorld } from '../support/a-world.ts';
import { read } from './person.ts';
import { story } from './stage.ts';

story(
  '5. The VM became another one after the first approval: that is void, what differs is shown, and everybody is asked anew',
  { env: () => ({ APPROVALS_CHANGE: '2' }) },
  async ({ recovers, alice, seoyeon, bob, effects, box, slack, until }) => {
    const first = await recovers();
    await alice.clicks(first, 'approve');
    await seoyeon.clicks(first, 'approve');
    const ask = await alice.isAsked('Recreate this one VM');
    await alice.clicks(ask, 'approve');
    await until(() => alice.heard().filter(text => text.includes('Approved: 1 of 2')).length === 2);
    // The VM dies, and BOSH's resurrector is quicker than the second approver.
    const [victim] = box.foundation.machines.masters;
    await victim?.powerOff();
    await until(() => effects().includes('recreate'));
    await until(() => victim?.healthy());
    await victim?.member.removeJob('fluentd');
    await until(() => victim?.processes().some(({ state }) => state !== 'running'));
    await seoyeon.clicks(ask, 'approve');
    await bob.sees(
      /The state changed after the approval, so it no longer counts.* VM: \w+.* when it was approved, .* now/s,
    );
    await alice.isAsked('Waiting for approval 0 of 2');
    expect(effects().filter(what => what === 'recreate')).toHaveLength(1);
    await until(() => !JSON.stringify(slack.message(ask.ts)?.blocks).includes('pks_approve'));
  },
);

story(
  '9. An abort while a VM is recreated: asked for, and not believed before the Director says what became of its task',
  { timings: { createVm: 4 } },
  async ({ recovers, alice, bob, ended, effects }) => {
    await alice.clicks(await recovers(), 'approve');
    await alice.clicks(await alice.isAsked('Recreate this one VM'), 'approve');
    await bob.sees(/Recreate this one VM.*Running since/s);
    await bob.types('/pks abort');
    await bob.hears('the running step is asked to stop, and the card will say what became of it');
    await bob.sees(/Cancel requested: the Director was asked to cancel task \d+\. It is followed to its end/);
    const { steps } = await ended();
    await bob.sees('Summary: aborted');
    const recreated = steps.find(({ planned }) => planned.id === 'recreate')?.settled?.outcome;
    // Asked too late, or in time: the card says which, and it is so.
    expect(['done', 'cancelled']).toContain(recreated);
    await bob.sees(
      recreated === 'done' ? /Recreate this one VM .* done/s : /Recreate this one VM .* cancelled/s,
    );
    if (recreated === 'done') expect(effects()).toContain('recreate');
    expect(steps.find(({ planned }) => planned.id === 'canary')?.began).toBeNull();
  },
);

const later = aWorld();
story(
  '14. An approver leaves the group between request and use: the approval does not count any more, and nothing runs',
  { world: later.world, env: () => ({ APPROVALS_CHANGE: '2' }) },
  async ({ recovers, alice, seoyeon, bob, effects, slack }) => {
    const ask = await recovers();
    await alice.clicks(ask, 'approve');
    await alice.hears('Approved: 1 of 2');
    slack.faults.setGroup('S0APPROVERS', [seoyeon.id]);
    later.at.passed = 61_000;
    await seoyeon.clicks(ask, 'approve');
    await bob.sees(
      /The state changed after the approval, so it no longer counts.*Only members of @pks-approvers/s,
    );
    expect(effects()).not.toContain('move-leader');
  },
);

/** A bosh before the real one that says yes to a recreate, and does nothing. */
const lyingBosh = ({ folder, env }: CrashBox) => {
  const bin = join(folder, 'lies');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'bosh'),
    `#!/bin/sh\nPATH=\${PATH#${bin}:}\ncase " $* " in *" recreate "*) printf 'Task 204999 done\\nSucceeded\\n'; exit 0;; esac\nexec bosh "$@"\n`,
  );
  chmodSync(join(bin, 'bosh'), 0o755);
  return { TOOLS_PATH: `${bin}:${env.TOOLS_PATH}` };
};

story(
  '23. A command says that it succeeded and nothing is better: that is told, and the next step is not offered',
  { env: lyingBosh },
  async ({ recovers, alice, bob, run }) => {
    await alice.clicks(await recovers(), 'approve');
    await alice.clicks(await alice.isAsked('Recreate this one VM'), 'approve');
    const stuck = await bob.finds('again');
    expect(read(stuck)).toContain('The run stands still here. Look, then decide.');
    expect(read(stuck)).toContain('still not running: fluentd');
    expect((await run())?.steps.find(({ planned }) => planned.id === 'canary')?.state).toBe('to-come');
    expect(bob.seesNow('Summary')).toEqual([]);
  },
);
