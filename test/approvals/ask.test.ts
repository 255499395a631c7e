import { describe, expect, test } from 'vitest';
import { askDigest, asked, witnessOfContext } from '../../src/approvals/ask.ts';
import { witnessOf } from '../../src/cluster/witness.ts';
import type { AskKind } from '../../src/model/click.ts';
import type { Command } from '../../src/model/command.ts';
import { missed } from '../../src/readings/reading.ts';
import { exampleContext } from '../../src/runbooks/example.ts';
import type { Step, StepContext } from '../../src/runbooks/runbook.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Run } from '../../src/runs/run.ts';
import { same } from '../../src/words.ts';
import { follower, leader, stepOf } from '../runbooks/a-context.ts';
import { aRun, began, gentlePlan, jihun, started, asked as wasAsked } from '../support/a-run.ts';

const context = exampleContext('move-leader');
const recreate = stepOf('move-leader', 'recreate');
const command: Command = {
  tool: 'bosh',
  argv: ['bosh', 'recreate', 'master/1'],
  effect: 'changes',
  deadlineSeconds: 60,
};

describe('the witness of a scene', () => {
  test('is the cluster’s alone where vCenter was not asked', () =>
    expect(witnessOfContext({ ...context, vms: {} })).toEqual(witnessOf(context.seen, context.target)));
  test('has each VM’s power and uuid beside it, and says of one that could not be read that it could not', () => {
    const [on, off] = [context.vms[leader], context.vms[follower]];
    if (!on || 'unread' in on || !off || 'unread' in off) throw new Error('the example reads its VMs');
    const vms: StepContext['vms'] = {
      [leader]: { ...on, power: 'on', instanceUuid: 'uuid-1' },
      [follower]: { ...off, power: 'off', instanceUuid: 'uuid-2' },
      [context.target]: missed(same('vCenter did not answer')),
    };
    expect(witnessOfContext({ ...context, vms })).toEqual({
      ...witnessOf(context.seen, context.target),
      [`vCenter ${leader}`]: 'on uuid-1',
      [`vCenter ${follower}`]: 'off uuid-2',
      [`vCenter ${context.target}`]: 'unreadable',
    });
  });
});

describe('the digest that an approval is bound to', () => {
  const digest = askDigest(recreate, command, { leader: 'a1' });
  test('is the same for the same step, command and state', () =>
    expect(askDigest({ ...recreate }, { ...command }, { leader: 'a1' })).toBe(digest));
  test.each([
    ['another command', recreate, { ...command, argv: ['bosh', 'recreate', 'master/2'] } as Command, 'a1'],
    ['no command', recreate, null, 'a1'],
    ['another leader', recreate, command, 'b2'],
    ['the step declared otherwise', { ...recreate, version: recreate.version + 1 }, command, 'a1'],
    ['no step', null, command, 'a1'],
  ] as const)('is another one with %s', (_what, step, line, leads) =>
    expect(askDigest(step, line, { leader: leads })).not.toBe(digest),
  );
  test('of nothing at all still tells a run with a command from one without', () =>
    expect(askDigest(null, null, {})).not.toBe(askDigest(null, command, {})));
});

/** The second step of the run, as it stands there. */
const moveLeader = (run: Run) => {
  const at = run.steps.find(step => step.planned.id === 'move-leader');
  if (!at) throw new Error('the plan moves the leader');
  return at;
};
const plain = aRun(began('snapshot'));
const aborted: RunEvent = { kind: 'abort-requested', by: jihun, via: 'slash' };
const replanned: RunEvent = { kind: 'replanned', words: same('Aborted.'), plan: gentlePlan.slice(1, 2) };
const windingDown = aRun(started(), aborted, replanned);
const ask = (kind: AskKind, run: Run, step: Step | null = recreate) =>
  asked({
    run,
    at: moveLeader(run),
    step,
    context,
    ask: kind,
    command,
    people: 1,
    why: same('why'),
    guards: [],
  });

describe('what a person may answer', () => {
  const skippable = { ...recreate, skippable: true };
  const hard = { ...recreate, skippable: false };
  test.each([
    ['an approval', 'approve', plain, hard, ['approve', 'abort']],
    [
      'an approval of a step that may be left out once it failed',
      'approve',
      plain,
      skippable,
      ['approve', 'abort'],
    ],
    ['an approval while putting back', 'approve', windingDown, hard, ['approve', 'skip']],
    [
      'a step that a person may prefer to leave out',
      'approve-or-skip',
      plain,
      hard,
      ['skip', 'approve', 'abort'],
    ],
    ['the same while putting back', 'approve-or-skip', windingDown, hard, ['skip', 'approve']],
    ['an act that nobody saw the end of', 'settle', plain, hard, ['happened', 'again', 'abort']],
    ['the same while putting back', 'settle', windingDown, hard, ['happened', 'again']],
    ['what is stuck', 'stuck', plain, hard, ['again', 'abort']],
    ['what is stuck and may be left out', 'stuck', plain, skippable, ['again', 'skip', 'abort']],
    ['what is stuck while putting back', 'stuck', windingDown, hard, ['again', 'skip']],
    ['what is stuck at a step that this bot no longer has', 'stuck', plain, null, ['again', 'abort']],
  ] as const)('%s', (_what, kind, run, step, options) => {
    const event = ask(kind, run, step);
    expect(event).toMatchObject({ kind: 'asked', step: 'move-leader', ask: kind });
    expect(event.options).toEqual(options);
  });
});

describe('what an ask carries', () => {
  test('is the next attempt, the command as it will run, and the digest of all that it is given for', () => {
    const again = aRun(wasAsked('move-leader', { attempt: 3 }));
    expect(ask('approve', again)).toMatchObject({
      attempt: 4,
      line: 'bosh recreate master/1',
      witness: witnessOfContext(context),
      digest: askDigest(recreate, command, witnessOfContext(context)),
      declared: `v${recreate.version}`,
    });
  });
  test('without a command is the line of the plan; without a context nothing was witnessed; without a step nothing declared', () => {
    const at = moveLeader(plain);
    const bare = {
      run: plain,
      at,
      step: null,
      context: null,
      command: null,
      people: 0,
      why: same('why'),
      guards: [],
    };
    const event = asked({ ...bare, ask: 'stuck' });
    expect(event).toMatchObject({ line: at.planned.line, witness: {}, digest: askDigest(null, null, {}) });
    expect('declared' in event).toBe(false);
  });
});

test('an ask is marked while the run itself keeps members down, and no longer once they are back', () => {
  const members = { healthy: 3, during: 3, down: 0, quorum: 2, of: 3 };
  const to = [{ group: 'S0APPROVERS' }];
  const before = wasAsked('move-leader', { to, members });
  const marked = (...events: readonly RunEvent[]) => {
    const run = aRun(before, ...events);
    const [, , at] = run.steps;
    const ask = { step: null, context, ask: 'stuck', command: null, people: 0, guards: [] } as const;
    return at && asked({ run, at, why: same('why'), ...ask }).ownOutage;
  };
  // Two of three serve in that context.
  expect(marked()).toBeUndefined();
  expect(marked(began('move-leader'))).toBe(true);
});
