import { describe, expect, test } from 'vitest';
import { askDigest, witnessOfContext } from '../../src/approvals/ask.ts';
import { recheckAndUse } from '../../src/engine/recheck.ts';
import { commandFor } from '../../src/engine/step-now.ts';
import { missed } from '../../src/readings/reading.ts';
import type { Step, StepContext } from '../../src/runbooks/runbook.ts';
import { check } from '../../src/runbooks/step-context.ts';
import { same } from '../../src/words.ts';
import { aCluster } from '../support/a-cluster.ts';
import { approved, asked, jihun, seoyeon } from '../support/a-run.ts';
import { aContext, aDeclared, aTurn } from '../support/a-turn.ts';

/** Approved for this context and this declaration. */
const approvedFor = (step: Step, context: StepContext = aContext(), by = seoyeon) => {
  const made = commandFor(step, context);
  const witness = witnessOfContext(context);
  const digest = askDigest(step, 'command' in made ? made.command : null, witness);
  return [asked('act', { digest, witness, declared: `v${step.version}` }), approved('act', by)];
};
const spent = async (world: Parameters<typeof aTurn>[0] = {}) => {
  const step = world?.step ?? aDeclared();
  const turn = aTurn({ events: approvedFor(step), ...world });
  const onward = await recheckAndUse(turn.turn, turn.at);
  return { ...turn, onward, kinds: turn.events().map(event => event.kind) };
};
const voided = async (world: Parameters<typeof aTurn>[0]) => {
  const { events, commands } = await spent(world);
  const [event] = events();
  expect(commands).toEqual([]);
  return event?.kind === 'voided'
    ? event.differences.map(each => each.en)
    : expect.fail(`${event?.kind} was written`);
};
const off = aContext({ seen: aCluster({ resurrection: 'off' }) });

describe('once enough people approved,', () => {
  test('the act runs, once, with the same attempt, its intent written before', async () => {
    const { onward, kinds, commands, wrote } = await spent();
    expect(onward).toBe('on');
    expect(kinds).toEqual(['began', 'ended']);
    expect(commands).toHaveLength(1);
    expect(wrote[0]).toMatchObject({
      seenSeq: 3,
      events: [
        { attempt: 1, claim: '7f3a.act.3', argv: ['govc', 'about'], effect: 'changes', deadlineSeconds: 60 },
      ],
    });
  });
  test('nothing starts where somebody wrote since', async () => {
    const { commands, onward } = await spent({ written: { ok: false, why: 'moved' } });
    expect([commands, onward]).toEqual([[], 'on']);
  });
  test('the approval is void where the state is another, with each difference', async () => {
    expect(await voided({ contexts: [off] })).toEqual(['resurrection: on when it was approved, off now']);
  });
  test('the act runs where the state was another at one look only', async () => {
    const { kinds, asked: looks } = await spent({ contexts: [off, aContext()] });
    expect(kinds).toEqual(['began', 'ended']);
    expect(looks).toHaveLength(2);
  });
  test('the approval is void where the command would be another', async () => {
    let looks = 0;
    const act = () =>
      ({
        tool: 'govc',
        argv: ['govc', looks++ === 0 ? 'about' : 'ls'],
        effect: 'changes',
        deadlineSeconds: 60,
      }) as const;
    const step = aDeclared({ act });
    expect(await voided({ step, events: approvedFor(step) })).toEqual([
      'the command line would be another one now',
    ]);
  });
  test('the approval is void where this bot declares the step otherwise', async () => {
    const old = aDeclared({ version: 2, risk: same('old') });
    expect((await voided({ planned: old, events: approvedFor(old) }))[0]).toMatch(
      /^This bot declares this step differently from the bot that planned the run: risk: planned "old", now "none"/,
    );
  });
  test('the approval is void where one of them may no longer', async () => {
    expect(await voided({ membership: { state: 'not-member', group: '@approvers' } })).toHaveLength(1);
    expect((await voided({ events: approvedFor(aDeclared(), aContext(), jihun) }))[0]).toContain(
      'You asked for this run',
    );
  });
  test('the run waits where a guard says no, twice', async () => {
    const guards = [check('x', false, same('a task runs'))];
    const step = aDeclared({ guards: () => guards });
    const { events, asked: looks, commands } = await spent({ step });
    expect(events()[0]).toMatchObject({
      kind: 'asked',
      ask: 'stuck',
      guards,
      why: { en: expect.stringMatching(/^a task runs\./) },
    });
    expect([looks.length, commands]).toEqual([2, []]);
  });
  test('the run waits where the world can’t be read', async () =>
    expect((await spent({ contexts: [missed(same('The Director is away'))] })).events()[0]).toMatchObject({
      kind: 'asked',
      ask: 'stuck',
    }));
  test('the approval is void where no command can be made now', async () => {
    let looks = 0;
    const step = aDeclared({
      act: () =>
        looks++ === 0
          ? ({ tool: 'govc', argv: ['govc'], effect: 'changes', deadlineSeconds: 1 } as const)
          : null,
    });
    expect(await voided({ step, events: approvedFor(step) })).toEqual([
      'the command line would be another one now',
    ]);
  });
});

test('a step that this bot does not know waits for a person', async () =>
  expect((await spent({ undeclared: true })).events()[0]).toMatchObject({ kind: 'asked', ask: 'stuck' }));
