import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../drill/foundation/director/faults.ts';
import { deploymentName } from '../../drill/foundation/machine.ts';
import * as bosh from '../../src/commands/bosh.ts';
import { troubleOf } from '../../src/readings/trouble.ts';
import { ranOf } from '../readings/ran.ts';
import { type Ended, expectAgreement, type Judged } from './agreement.ts';
import { type Argv, type BothBoshes, type Box, openBothBoshes } from './both-boshes.ts';
import { whyMissing } from './real-tool.ts';

const missing = whyMissing('bosh');
const cluster = bosh.bosh(deploymentName);
const instances = (): Argv => cluster.instances().argv;
const recreate = (box: Box): Argv => cluster.recreateNoConverge(`master/${box.m0.uuid}`).argv;

/** What the bot makes of it. */
const troubleIn = (argv: Argv, ended: Ended) => troubleOf(ranOf(argv, ended))?.name ?? null;

const sameName: Judged = {
  why: 'both drill CAs have one name, so Go tries the wrong one and says so; Node, which the stand-in runs on, does not',
  real: ' (possibly because of \\"x509: ECDSA verification failure\\" while trying to verify candidate authority certificate \\"pks-rescue drill CA\\")',
  standIn: '',
};

describe.skipIf(missing !== null)('in trouble the real bosh CLI and the stand-in say the same', () => {
  let both: BothBoshes;
  beforeAll(async () => {
    both = await openBothBoshes();
  });
  afterAll(() => both?.stop());

  const inTrouble = async (faults: readonly Fault[], argv: (box: Box) => Argv) => {
    const takeBack = [both.forReal, both.forStandIn].flatMap(box =>
      faults.map(one => box.director.faults.add(one)),
    );
    try {
      return await both.ask(argv);
    } finally {
      for (const back of takeBack) back();
    }
  };

  test.for([
    ['nobody listens', 'unreachable', { BOSH_ENVIRONMENT: 'https://127.0.0.1:9' }],
    ['the login is refused', 'unauthorized', { BOSH_CLIENT_SECRET: 'wrong' }],
    ['there is no login', 'unauthorized', { BOSH_CLIENT: '', BOSH_CLIENT_SECRET: '' }],
    ['the CA file is not there', 'no-ca-file', { BOSH_CA_CERT: '/nowhere/ca.pem' }],
  ] as const)('%s', async ([what, name, env], context) => {
    const { real, standIn } = await both.ask(instances, () => env);
    expect(real.exitCode).toBe(1);
    expect(troubleIn(instances(), real)).toBe(name);
    expectAgreement(context, `bosh instances, ${what}`, real, standIn);
  });

  test('another CA signed the Director’s certificate', async context => {
    const other = (box: Box) => ({
      BOSH_CA_CERT: (box === both.forReal ? both.forStandIn : both.forReal).director.caCertPem,
    });
    const { real, standIn } = await both.ask(instances, other);
    expect(real.exitCode).toBe(1);
    expect(troubleIn(instances(), real)).toBe('wrong-ca');
    expectAgreement(context, 'bosh instances, another CA', real, standIn, [sameName]);
  });

  const answers = [
    [401, 'unauthorized'],
    [404, 'not-found'],
    [500, 'director-error'],
    // A GET is tried five times, and what it was answered is lost then.
    [503, 'director-not-up'],
  ] as const;
  test.for(
    answers.flatMap(([status, name]) => [
      { status, name, what: 'instances', argv: instances },
      { status, name, what: 'recreate', argv: recreate },
    ]),
  )('the Director answers $status to bosh $what', async ({ status, name, what, argv }, context) => {
    const always: Fault = { kind: 'answer', status, path: /^\/deployments/, times: 20 };
    const { real, standIn } = await inTrouble([always], argv);
    expect(real.exitCode).toBe(1);
    expect(troubleIn(argv(both.forReal), real)).toBe(name);
    expectAgreement(context, `bosh ${what}, HTTP ${status}`, real, standIn);
  });

  const tasksIn = (box: Box) => box.director.tasks().length;
  test.for([
    [1, 2],
    [3, 4],
    [5, 5],
  ] as const)('an act’s answer is lost %i times: both make %i tasks', async ([times, tasks], context) => {
    const before = [tasksIn(both.forReal), tasksIn(both.forStandIn)];
    const { real, standIn } = await inTrouble([{ kind: 'drop-answer', times }], recreate);
    expectAgreement(context, 'bosh recreate, answer lost', real, standIn);
    const made = [tasksIn(both.forReal) - (before[0] ?? 0), tasksIn(both.forStandIn) - (before[1] ?? 0)];
    expect(made).toEqual([tasks, tasks]);
  });

  test('the cloud refuses a new VM', async context => {
    const fault: Fault = { kind: 'cpi-error', message: 'No space left on the datastore' };
    const { real, standIn } = await inTrouble([fault], recreate);
    expect(real.exitCode).toBe(1);
    expect(troubleIn(recreate(both.forReal), real)).toBe('task-failed');
    expectAgreement(context, 'bosh recreate, the cloud refuses', real, standIn);
  });
});

describe.skipIf(missing !== null)('at a Director with a UAA', () => {
  let both: BothBoshes;
  beforeAll(async () => {
    both = await openBothBoshes({ auth: 'uaa' });
  });
  afterAll(() => both?.stop());

  test('a client’s token is had and used', async context => {
    const { real, standIn } = await both.ask(instances);
    expect(real.exitCode).toBe(0);
    expectAgreement(context, 'bosh instances, UAA', real, standIn);
  });

  test('a client’s secret is refused', async context => {
    const { real, standIn } = await both.ask(instances, () => ({ BOSH_CLIENT_SECRET: 'wrong' }));
    expect(real.exitCode).toBe(1);
    expect(troubleIn(instances(), real)).toBe('uaa-refused');
    expectAgreement(context, 'bosh instances, UAA refuses', real, standIn);
  });

  test('every token is expired when it is shown', async context => {
    for (const box of [both.forReal, both.forStandIn])
      box.director.faults.add({ kind: 'answer', status: 401, path: /^\/deployments/, times: 20 });
    const { real, standIn } = await both.ask(instances);
    expect(real.exitCode).toBe(1);
    expect(troubleIn(instances(), real)).toBe('unauthorized');
    expectAgreement(context, 'bosh instances, expired tokens', real, standIn);
  });
});
