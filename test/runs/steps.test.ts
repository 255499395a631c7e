import { describe, expect, test } from 'vitest';
import { runbooks } from '../../src/runbooks/index.ts';
import { powerOffId, powerOnId } from '../../src/runbooks/powered-off.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { declaredStep, factsOf, leftBehind, planned } from '../../src/runs/steps.ts';
import { same } from '../../src/words.ts';
import { follower, leader } from '../support/a-cluster.ts';
import { aRun, aStep, asked, began, settled, started } from '../support/a-run.ts';

const [offLeader, offFollower, onLeader] = [powerOffId(leader), powerOffId(follower), powerOnId(leader)];
const plan = ['resurrection-off', offFollower, offLeader, onLeader].map(id => aStep(id));
const run = (...events: readonly RunEvent[]) =>
  aRun(started({ plan, cure: 'disk-loss-original' }), ...events);
const powering = (id: string, words = ['govc', 'vm.power', '-off', '-dc=DC1', '-vm.uuid', 'u-1']) => ({
  ...began(id),
  argv: words,
});

describe('what a run’s steps established', () => {
  test('is what was settled as done, or failed as it had to', () => {
    const facts = { leader: 'x' };
    expect(factsOf(run(began(onLeader), settled(onLeader, { facts })))).toEqual({ [onLeader]: facts });
    expect(
      factsOf(run(began(onLeader), settled(onLeader, { facts, outcome: 'failed-as-expected' }))),
    ).toEqual({ [onLeader]: facts });
    expect(factsOf(run(began(onLeader), settled(onLeader, { facts, outcome: 'failed' })))).toEqual({});
    expect(factsOf(run())).toEqual({});
  });
  test('has what a power-off that began may have left behind, even without an end', () => {
    const trace = { instance: leader, uuid: 'u-1', datacenter: 'DC1' };
    expect(factsOf(run(powering(offLeader)))).toEqual({ [offLeader]: trace });
    expect(factsOf(run(powering(offLeader), settled(offLeader, { facts: { uuid: 'u-2' } })))).toEqual({
      [offLeader]: { ...trace, uuid: 'u-2' },
    });
  });
  test('has what was written down before it began, whatever its name and its command', () => {
    const trace = { left: 'a file' };
    const told = { ...began(onLeader), tool: 'sh', trace } as RunEvent;
    expect(factsOf(run(told))).toEqual({ [onLeader]: trace });
    expect(factsOf(run(told, settled(onLeader, { outcome: 'failed' })))).toEqual({ [onLeader]: trace });
    const none = { ...powering(offLeader), tool: 'govc' } as RunEvent;
    expect(factsOf(run(none))).toEqual({});
  });
  test('has nothing of one whose command names no VM, no datacenter, or no instance of the cast', () => {
    for (const words of [
      ['govc', '-dc=DC1'],
      ['govc', '-vm.uuid', 'u-1'],
      ['govc', '-dc=DC1', '-vm.uuid'],
    ])
      expect(factsOf(run(powering(offLeader, words)))).toEqual({});
    const elsewhere = aRun(
      started({ plan, cast: { leader: 'master/other', follower: null } }),
      powering(offLeader),
    );
    expect(factsOf(elsewhere)).toEqual({});
  });
  test('has how resurrection was when it was switched off', () => {
    expect(factsOf(run(began('resurrection-off')))).toEqual({
      'resurrection-off': { what: 'resurrection', state: 'off', found: 'on' },
    });
    const seen = asked('resurrection-off', { witness: { resurrection: 'unknown' } });
    expect(factsOf(run(seen, began('resurrection-off')))['resurrection-off']?.found).toBe('unknown');
  });
});

describe('what a run left behind', () => {
  const left = (...events: readonly RunEvent[]) =>
    leftBehind(run(...events), runbooks).map(({ undo, isBack }) => [undo.map(step => step.id), isBack]);
  const [undoLeader, undoFollower] = [`undo-${onLeader}`, `undo-${powerOnId(follower)}`];
  test('is what it powered off and switched, the newest first, and whether it put that back', () => {
    expect(left()).toEqual([]);
    const both = [powering(offFollower), powering(offLeader)];
    expect(left(began('resurrection-off'), ...both)).toEqual([
      [[undoLeader], false],
      [[undoFollower], false],
      [['undo-resurrection'], false],
    ]);
    expect(left(...both, began(onLeader), settled(onLeader))).toEqual([
      [[undoLeader], true],
      [[undoFollower], false],
    ]);
    const failed = settled(onLeader, { outcome: 'failed' });
    expect(left(powering(offLeader), began(onLeader), failed)).toEqual([[[undoLeader], false]]);
  });
  test('is put back by nothing where this bot has no such step', () =>
    expect(leftBehind(run(powering(offLeader)), [])).toMatchObject([{ undo: [], isBack: false }]));
});

describe('the declaration behind a planned step', () => {
  test('is the cure’s own, or that of what winds a run down', () => {
    expect(declaredStep(run(), runbooks, offLeader)?.id).toBe(offLeader);
    expect(declaredStep(run(), runbooks, 'no-such-step')).toBeNull();
    expect(declaredStep(aRun(started({ cure: 'move-leader' })), runbooks, offLeader)).toBeNull();
    const off = run(powering(offLeader));
    expect(declaredStep(off, runbooks, `undo-${onLeader}`)?.id).toBe(`undo-${onLeader}`);
    expect(declaredStep(run(), runbooks, `undo-${onLeader}`)).toBeNull();
    expect(declaredStep(run(), runbooks, 'undo-resurrection')).toBeNull();
    expect(declaredStep(run(began('resurrection-off')), runbooks, 'undo-resurrection')?.id).toBe(
      'undo-resurrection',
    );
  });
  test('is planned with its line, a note only where the languages differ, its version and its window', () => {
    const step = declaredStep(run(), runbooks, offLeader) ?? expect.fail('not declared');
    const { title, kind, risk, before, after } = step;
    const told = { title, kind, risk, before, after, version: step.version, window: 'without-quorum' };
    const whole = { id: offLeader, ...told, people: 2 };
    expect(planned(step, same('govc x'), 2)).toEqual({ ...whole, line: 'govc x' });
    const line = { en: '(reads)', ko: '(읽음)' };
    expect(planned(step, line, 2)).toEqual({ ...whole, line: '(reads)', note: line });
  });
});
