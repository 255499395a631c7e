import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deploymentName } from '../../drill/foundation/machine.ts';
import * as bosh from '../../src/commands/bosh.ts';
import { etcdAgain } from '../../src/commands/vm.ts';
import { expectAgreement } from './agreement.ts';
import { type Argv, type BothBoshes, type Box, openBothBoshes } from './both-boshes.ts';
import { maySkip, whyMissing } from './real-tool.ts';

const missing = whyMissing('bosh');

test('the real bosh CLI is there', context => {
  context.task.meta.agreement = { command: 'bosh (the real CLI)', agree: missing === null };
  if (missing !== null && maySkip()) context.skip(missing);
  expect(missing).toBeNull();
});

describe.skipIf(missing !== null)(
  'the real bosh CLI and the stand-in, each at a Director of its own in the same state',
  () => {
    let both: BothBoshes;
    beforeAll(async () => {
      both = await openBothBoshes();
    });
    afterAll(() => both?.stop());

    const cluster = bosh.bosh(deploymentName);
    const victim = (box: Box) => `master/${box.m0.uuid}`;
    const lastTask = (box: Box) => String(box.director.tasks()[0]?.id);
    type Asked = readonly [command: string, argv: (box: Box) => Argv];
    /** Every command line of src/commands/bosh.ts, in an order in which each has something to do. */
    const questions: readonly Asked[] = [
      ['bosh --version', () => bosh.boshVersion().argv],
      ['bosh env', () => bosh.environment().argv],
      ['bosh deployments', () => bosh.deployments().argv],
      ['bosh locks', () => bosh.locks().argv],
      ['bosh tasks', () => bosh.tasksRunning().argv],
      ['bosh instances', () => cluster.instances().argv],
      ['bosh tasks', () => bosh.tasksRecent(5).argv],
      ['bosh curl', box => bosh.taskShow(lastTask(box)).argv],
      ['bosh curl', () => bosh.taskShow('1').argv],
      ['bosh curl', () => bosh.resurrectionState().argv],
      ['bosh update-resurrection', () => bosh.resurrection('off').argv],
      ['bosh ssh', box => cluster.ssh(victim(box), etcdAgain(0, [])).argv],
      ['bosh recreate --no-converge', box => cluster.recreateNoConverge(victim(box)).argv],
      ['bosh task', box => bosh.taskFollow(lastTask(box)).argv],
      ['bosh cancel-task', box => bosh.taskCancel(lastTask(box)).argv],
      ['bosh cck', () => cluster.cckReport().argv],
      ['bosh delete-vm', box => cluster.deleteVm(box.m0.vm?.cid ?? '').argv],
      ['bosh delete-vm', () => cluster.deleteVm('vm-00000000-0000-4000-8000-000000000000').argv],
      ['bosh instances', () => cluster.instances().argv],
      ['bosh cck', () => cluster.cckReport().argv],
      ['bosh cck', () => cluster.cckDeleteReference().argv],
      ['bosh recreate', box => cluster.recreate(victim(box)).argv],
      ['bosh recreate', () => cluster.recreate('master/00000000-0000-0000-0000-000000000000').argv],
      ['bosh instances', () => bosh.bosh('nope').instances().argv],
      ['bosh task', () => bosh.taskFollow('99').argv],
      ['bosh update-resurrection', () => bosh.resurrection('on').argv],
    ];

    test.for(questions)('%s', async ([command, argv], context) => {
      const { real, standIn } = await both.ask(argv);
      expectAgreement(context, command, real, standIn);
    });
  },
);
