import { describe, expect, test } from 'vitest';
import type { RunbookName } from '../../src/cluster/verdict-types.ts';
import { shownLine } from '../../src/commands/command.ts';
import { castOf, contextBefore, makePlan } from '../../src/desk/plan.ts';
import { example, exampleContext } from '../../src/runbooks/example.ts';
import type { Runbook } from '../../src/runbooks/runbook.ts';
import { same } from '../../src/words.ts';
import {
  failed,
  follower,
  leader,
  listed,
  noEtcd,
  runbookOf,
  stepOf,
  withMaster,
} from '../runbooks/a-context.ts';
import { aVerdict } from '../support/a-cluster.ts';
import type { StepChange } from '../support/a-turn.ts';

const rule = { change: 1, belowQuorum: 2 };
const context = exampleContext('move-leader');
const { seen, settings } = context;
const verdict = aVerdict({ target: [failed] });
const planOf = (runbook: Runbook, of = verdict, on = seen) =>
  makePlan(example.run, runbook, of, on, settings, rule);
const gentle = runbookOf('move-leader');

describe('the context before anything ran', () => {
  test('knows the cluster and nothing else', () =>
    expect(contextBefore('run-1', seen, failed, settings, 'recreate')).toEqual({
      run: 'run-1',
      deployment: seen.deployment,
      target: failed,
      seen,
      canary: null,
      cure: 'recreate',
      before: { revision: null, keyCount: null, memberIds: [] },
      vms: {},
      problems: null,
      service: null,
      facts: {},
      secondsSinceEnd: null,
      settings,
    }));
});

describe('the cast', () => {
  const errand: RunbookName = 'snapshot-survivors';
  test('of a cure is the leader and the follower among the healthy', () =>
    expect(castOf(context)).toEqual({ leader, follower }));
  test('is nobody where nobody is healthy', () => {
    const dark = [failed, leader, follower].reduce(
      (all, each) => withMaster(all, each, { etcd: noEtcd }),
      context,
    );
    expect(castOf(dark)).toEqual({ leader: null, follower: null });
  });
  test('of an errand says whose etcd answers and whose does not, an unread one among the silent', () => {
    const unread = withMaster({ ...context, cure: errand }, follower, { etcd: null });
    expect(castOf(unread)).toEqual({
      leader,
      follower: null,
      answering: [leader],
      silent: [failed, follower],
    });
    const all = {
      ...context,
      cure: errand,
      seen: { ...seen, masters: seen.masters.filter(m => m.instance !== failed) },
    };
    expect(castOf(all)).toMatchObject({ answering: [leader, follower], silent: [] });
  });
});

describe('a plan', () => {
  test('starts from what the healthy say: revision, hash, keys and members', () => {
    const plan = planOf(gentle);
    const baseline = {
      revision: 41_007,
      hash: 3_141_592_653,
      keyCount: 812,
      memberIds: listed(context).map(({ id }) => id),
    };
    expect(plan.baseline).toEqual(baseline);
    expect(plan.context.before).toEqual(baseline);
    expect(plan.target).toBe(failed);
    expect(plan.cast).toEqual({ leader, follower });
  });
  test('starts from nothing where the healthy told neither hash, keys nor members', () => {
    const mute = [leader, follower].reduce((all, each) => {
      const etcd = all.seen.masters.find(m => m.instance === each)?.etcd;
      return etcd
        ? withMaster(all, each, { etcd: { ...etcd, hash: null, keyCount: null, members: null } })
        : all;
    }, context);
    expect(planOf(gentle, verdict, mute.seen).baseline).toEqual({
      revision: null,
      hash: null,
      keyCount: null,
      memberIds: [],
    });
    const dark = [failed, leader, follower].reduce(
      (all, each) => withMaster(all, each, { etcd: noEtcd }),
      context,
    );
    expect(planOf(gentle, verdict, dark.seen).baseline).toMatchObject({ hash: null, memberIds: [] });
  });
  test('is for the verdict’s instance, else for the one whose processes do not run, and never for a whole group', () => {
    const recreate = runbookOf('recreate');
    const nobody = aVerdict({ target: [] });
    expect(planOf(recreate, nobody).target).toBe(failed);
    const well = withMaster(context, failed, { processState: 'running' });
    expect(() => planOf(recreate, nobody, well.seen)).toThrow(/^ is not one instance/);
  });
  test('of an errand is for no instance, whatever the verdict points at', () => {
    const errand: Runbook = { ...gentle, cure: 'snapshot-survivors', steps: () => [] };
    expect(planOf(errand).target).toBe('');
  });

  const recreateOne = stepOf('move-leader', 'recreate');
  const { act } = recreateOne;
  if (!act) throw new Error('a recreate acts');
  type ActChange = StepChange & { readonly act?: typeof act };
  const one = (change: ActChange): Runbook => ({
    ...gentle,
    steps: () => [{ ...recreateOne, holdSeconds: undefined, act, ...change }],
  });
  const planned = (change: ActChange) => planOf(one(change)).steps[0];
  test('shows each command as it would run now', () => {
    const command = act(planOf(gentle).context);
    expect(command).not.toBeNull();
    expect(planned({})?.line).toBe(command ? shownLine(command) : '');
  });
  test('says in both languages where a line is known later only, in the step’s own words if it has any', () => {
    expect(planned({ act: () => null })?.line).toBe('(known when it is this step’s turn)');
    expect(planned({ act: () => null, placeholder: same('etcdctl get, on three') })?.line).toBe(
      'etcdctl get, on three',
    );
  });
  test('asks one person for a change, and nobody again for what is approved together with another step', () => {
    expect(planned({})?.people).toBe(1);
    expect(planned({ coveredBy: 'delete-vm' })?.people).toBe(0);
    expect(planned({ coveredBy: 'delete-vm', offerSkip: () => null })?.people).toBe(0);
  });
  test('asks all the same where a person may prefer to leave it out', () => {
    expect(planned({ coveredBy: 'delete-vm', offerSkip: () => same('not needed') })?.people).toBe(1);
    expect(planned({ offerSkip: () => null })?.people).toBe(1);
  });
});
