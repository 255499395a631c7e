import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/runs/events.ts';
import { currentStep, fold, openAsk, stepOf } from '../../src/runs/run.ts';
import {
  alice,
  approved,
  aRun,
  aStep,
  asked,
  began,
  ended,
  entries,
  finished,
  jihun,
  seoyeon,
  settled,
  started,
  startedAt,
} from '../support/a-run.ts';

const one = (...events: readonly RunEvent[]) => {
  const step = stepOf(aRun(started({ plan: [aStep('one'), aStep('two')] }), ...events), 'one');
  if (!step) throw new Error('no step one');
  return step;
};
const same = { en: 'x', ko: 'x' };

describe('a run is folded from its entries alone:', () => {
  test('nothing at all is no run', () => expect(() => fold([])).toThrow('without entries'));
  test('the first entry is its start, or somebody changed the journal', () => {
    expect(() => fold(entries([finished()]))).toThrow(/first entry is finished #1.*changed from outside/);
    const late = entries([started()]).map(entry => ({ ...entry, seq: 2 }));
    expect(() => fold(late)).toThrow('changed from outside');
  });
  test('a gap is noticed', () => {
    const [first, , third] = entries([started(), asked('snapshot'), began('snapshot')]);
    expect(() => fold([first, third].filter(entry => entry !== undefined))).toThrow('entry 3 follows 1');
  });
  test('a repeated number too', () => {
    const [first] = entries([started()]);
    expect(() => fold([first, first].filter(entry => entry !== undefined))).toThrow('entry 1 follows 1');
  });
  test('it knows when it began and was last written to', () => {
    const run = aRun(asked('snapshot'));
    expect([run.startedAt, run.lastAt, run.seq]).toEqual([startedAt, startedAt + 2000, 2]);
  });
});

describe('an entry of the kind', () => {
  test('started has every step to come', () => {
    expect(aRun(started()).steps.every(step => step.state === 'to-come')).toBe(true);
    expect(currentStep(aRun(started()))?.planned.id).toBe('snapshot');
  });
  test('asked opens the ask, and answers of before are gone', () => {
    const step = one(asked('one'), approved('one', seoyeon), asked('one', { attempt: 2 }));
    expect(step).toMatchObject({ state: 'asking', attempt: 2, answers: [] });
    const run = aRun(asked('snapshot'));
    expect(openAsk(run)?.step.planned.id).toBe('snapshot');
    expect(openAsk(aRun(asked('snapshot'), finished()))).toBeNull();
  });
  test('answered is kept in order, and only for the attempt that is open', () => {
    expect(
      one(asked('one'), approved('one', seoyeon), approved('one', alice)).answers.map(a => a.by.name),
    ).toEqual(['seoyeon', 'alice']);
    expect(one(asked('one', { attempt: 2 }), approved('one', seoyeon, 1)).answers).toEqual([]);
  });
  test('voided puts the step back to come, with whose approvals were lost', () => {
    const step = one(asked('one'), approved('one', seoyeon), {
      kind: 'voided',
      step: 'one',
      attempt: 1,
      differences: [same],
    });
    expect(step).toMatchObject({ state: 'to-come', asked: null, answers: [] });
    expect(step.voided[0]).toMatchObject({ differences: [same], approvals: [seoyeon] });
  });
  test('began has the step running, its approvals spent', () => {
    expect(one(asked('one'), approved('one', seoyeon), began('one'))).toMatchObject({
      state: 'running',
      approvedBy: [seoyeon],
    });
  });
  test('never-started puts the step where it was approved, so that it is spent again and counted once', () => {
    const never: RunEvent = { kind: 'never-started', step: 'one', attempt: 1, words: same };
    expect(one(asked('one'), approved('one', seoyeon), began('one'), never)).toMatchObject({
      state: 'asking',
      began: null,
    });
    expect(one(began('one'), never)).toMatchObject({ state: 'to-come', began: null });
    expect(one(asked('one'), approved('one', seoyeon), began('one'), never, began('one')).approvedBy).toEqual(
      [seoyeon],
    );
  });
  test('task, ended or settled is kept with its step', () => {
    const task: RunEvent = { kind: 'task', step: 'one', attempt: 1, task: '204518' };
    expect(one(began('one'), task)).toMatchObject({ state: 'running', task: '204518' });
    expect(one(began('one'), task, ended('one')).state).toBe('ended');
    expect(one(began('one'), task, ended('one'), settled('one')).state).toBe('settled');
  });
  test('a step that begins again has no task and no end of before', () => {
    const task: RunEvent = { kind: 'task', step: 'one', attempt: 1, task: '204518' };
    expect(one(began('one'), task, ended('one'), began('one', 2))).toMatchObject({
      task: null,
      ended: null,
      attempt: 2,
    });
  });
  test('noted is kept with its step, or with the run', () => {
    const run = aRun(
      { kind: 'noted', step: null, words: { en: 'run', ko: 'x' } },
      { kind: 'noted', step: 'snapshot', words: { en: 'step', ko: 'x' }, about: 'cancel' },
    );
    expect(run.notes.map(note => note.words.en)).toEqual(['run']);
    expect(stepOf(run, 'snapshot')?.notes[0]).toMatchObject({ about: 'cancel', words: { en: 'step' } });
  });
  test('replanned keeps what is settled, drops the rest, and the new plan follows', () => {
    const run = aRun(started({ plan: [aStep('one'), aStep('two')] }), settled('one'), {
      kind: 'replanned',
      words: same,
      plan: [aStep('undo')],
    });
    expect(run.steps.map(step => `${step.planned.id} ${step.state}`)).toEqual([
      'one settled',
      'two dropped',
      'undo to-come',
    ]);
    expect(currentStep(run)?.planned.id).toBe('undo');
  });
  test('abort-requested counts for the first one', () => {
    const abort = (by: typeof jihun): RunEvent => ({ kind: 'abort-requested', by, via: 'slash' });
    expect(aRun(abort(jihun), abort(seoyeon)).abort?.by.name).toBe('jihun');
  });
  test('finished ends the run', () => expect(aRun(finished()).finished?.outcome).toBe('healed'));
});

test('an act was approved by those who approved it, and by nobody who said anything else', () => {
  const again: RunEvent = {
    kind: 'answered',
    step: 'one',
    attempt: 1,
    answer: 'again',
    by: jihun,
    via: 'button',
  };
  expect(one(asked('one'), again, approved('one', seoyeon), began('one')).approvedBy).toEqual([seoyeon]);
  expect(one(asked('one'), again, began('one')).approvedBy).toEqual([]);
});
