import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/runs/events.ts';
import { type Move, next } from '../../src/runs/next.ts';
import { fold, isUnfinished, type Run, stepOf } from '../../src/runs/run.ts';
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
} from '../support/a-run.ts';

const plan = [aStep('one'), aStep('two')];
const opened = started({ plan });
const ofRun = (...events: readonly RunEvent[]): Run => aRun(opened, ...events);
const answered = (answer: 'skip' | 'happened' | 'again', step = 'one', by = seoyeon): RunEvent => ({
  kind: 'answered',
  step,
  attempt: 1,
  answer,
  by,
  via: 'button',
});
const aborted: RunEvent = { kind: 'abort-requested', by: jihun, via: 'slash' };
const replanned: RunEvent = { kind: 'replanned', words: { en: '', ko: '' }, plan: [aStep('undo')] };
const neverStarted: RunEvent = { kind: 'never-started', step: 'one', attempt: 1, words: { en: '', ko: '' } };
const voided: RunEvent = { kind: 'voided', step: 'one', attempt: 1, differences: [] };
const stuck = asked('one', { ask: 'stuck', people: 0, options: ['again', 'abort'] });
const settle = asked('one', { ask: 'settle', options: ['happened', 'again', 'abort'] });

const table: readonly (readonly [string, Run, Move['do']])[] = [
  ['a new run looks at its first step', ofRun(), 'prepare'],
  ['an ask waits', ofRun(asked('one')), 'wait'],
  ['enough approvals are spent', ofRun(asked('one'), approved('one', seoyeon)), 'recheck'],
  ['one of two waits', ofRun(asked('one', { people: 2 }), approved('one', seoyeon)), 'wait'],
  [
    'the same person twice is one',
    ofRun(asked('one', { people: 2 }), approved('one', seoyeon), approved('one', seoyeon)),
    'wait',
  ],
  [
    'two people are two',
    ofRun(asked('one', { people: 2 }), approved('one', seoyeon), approved('one', alice)),
    'recheck',
  ],
  [
    'an approval of an older attempt counts for nothing',
    ofRun(asked('one', { attempt: 2 }), approved('one', seoyeon)),
    'wait',
  ],
  ['an ask that needs nobody is never spent', ofRun(stuck, approved('one', seoyeon)), 'wait'],
  ['voided goes back to looking', ofRun(asked('one'), approved('one', seoyeon), voided), 'prepare'],
  ['skip leaves it out', ofRun(asked('one', { ask: 'approve-or-skip' }), answered('skip')), 'leave-out'],
  ['again looks anew', ofRun(stuck, answered('again')), 'prepare'],
  ['an intent without an end', ofRun(began('one')), 'reconcile'],
  [
    'proved never to have started',
    ofRun(asked('one'), approved('one', seoyeon), began('one'), neverStarted),
    'recheck',
  ],
  ['never started, and nobody had been asked', ofRun(began('one'), neverStarted), 'prepare'],
  ['an end is read back', ofRun(began('one'), ended('one')), 'conclude'],
  ['settled goes on', ofRun(began('one'), ended('one'), settled('one')), 'prepare'],
  ['unknown: a person says that it happened', ofRun(began('one'), settle, answered('happened')), 'take-word'],
  ['unknown: a person says that it did not', ofRun(began('one'), settle, answered('again')), 'prepare'],
  ['the jump host was away: again asks it first', ofRun(began('one'), stuck, answered('again')), 'reconcile'],
  [
    'of two answers the first one wins',
    ofRun(began('one'), settle, answered('again'), answered('happened', 'one', alice)),
    'prepare',
  ],
  ['all settled ends it', ofRun(settled('one'), settled('two')), 'finish'],
  ['a finished run does nothing', ofRun(finished()), 'nothing'],
  ['an abort before anything', ofRun(aborted), 'wind-down'],
  ['an abort of an ask', ofRun(asked('one'), approved('one', seoyeon), aborted), 'wind-down'],
  ['an abort while it runs', ofRun(began('one'), aborted), 'reconcile'],
  ['an abort before it was read back', ofRun(began('one'), ended('one'), aborted), 'conclude'],
  ['an abort while nobody knows', ofRun(began('one'), stuck, aborted), 'reconcile'],
  [
    'an abort after somebody said that it happened',
    ofRun(began('one'), settle, answered('happened'), aborted),
    'take-word',
  ],
  ['what puts things back is looked at as any step', ofRun(aborted, replanned), 'prepare'],
  ['and then it ends', ofRun(aborted, replanned, settled('undo')), 'finish'],
];

describe('the next move', () => {
  test.each(table)('%s', (_name, run, move) => expect(next(run).do).toBe(move));
});

/** Everything that can be written of a step at some time, as people, timers and drivers do. */
const anyEvent = (step: string): readonly RunEvent[] => [
  asked(step),
  asked(step, { people: 2 }),
  asked(step, { ask: 'stuck', people: 0 }),
  asked(step, { ask: 'settle' }),
  approved(step, seoyeon),
  approved(step, alice),
  answered('skip', step),
  answered('again', step),
  answered('happened', step),
  { ...voided, step } as RunEvent,
  began(step),
  { ...neverStarted, step } as RunEvent,
  { kind: 'task', step, attempt: 1, task: '7' },
  ended(step),
  settled(step),
];

/** What the driver itself would write for a move, with people clicking in between: sequences that can really come to be. */
const replies: Record<Move['do'], (step: string) => readonly RunEvent[][]> = {
  nothing: () => [],
  wait: step => [
    [approved(step, seoyeon)],
    [approved(step, alice)],
    [answered('again', step)],
    [answered('happened', step)],
  ],
  prepare: step => [
    [asked(step)],
    [asked(step, { people: 2 })],
    [began(step)],
    [settled(step)],
    [asked(step, { ask: 'stuck', people: 0 })],
  ],
  recheck: step => [
    [began(step)],
    [{ kind: 'voided', step, attempt: 1, differences: [] }],
    [asked(step, { ask: 'stuck', people: 0 })],
  ],
  reconcile: step => [
    [ended(step)],
    [{ ...neverStarted, step } as RunEvent],
    [settled(step)],
    [asked(step, { ask: 'settle' })],
    [asked(step, { ask: 'stuck', people: 0 })],
  ],
  conclude: step => [[settled(step)], [asked(step, { ask: 'stuck', people: 0 })]],
  'leave-out': step => [[settled(step)]],
  'take-word': step => [[settled(step)]],
  'wind-down': () => [[replanned]],
  finish: () => [[finished()]],
};

const stepNamed = (move: Move): string => ('step' in move ? move.step.planned.id : 'one');

/** A run grown by choosing among what may be written next; an abort comes at some point, or never. */
const grown = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.nat(45))
  .map(([choices, abortAt]) => {
    const events: RunEvent[] = [opened];
    for (const [at, choice] of choices.entries()) {
      const run = fold(entries(events));
      if (run.finished) break;
      if (at === abortAt) events.push(aborted);
      else {
        const options = replies[next(run).do](stepNamed(next(run)));
        events.push(...(options[choice % Math.max(1, options.length)] ?? []));
      }
    }
    return events;
  });

const prefixes = (events: readonly RunEvent[]): readonly Run[] =>
  events.map((_, at) => fold(entries(events.slice(0, at + 1))));

describe('for any run that can come to be', () => {
  test('there is exactly one move, and it names the current step', () => {
    fc.assert(
      fc.property(grown, events => {
        for (const run of prefixes(events)) {
          const move = next(run);
          expect(Object.keys(replies)).toContain(move.do);
          if ('step' in move) expect(stepOf(run, move.step.planned.id)).toBe(move.step);
        }
      }),
    );
  });
  test('after an abort no step of the plan is looked at or spent any more', () => {
    fc.assert(
      fc.property(grown, events => {
        for (const run of prefixes(events))
          if (run.abort && run.replanned.length === 0)
            expect(['reconcile', 'conclude', 'take-word', 'wind-down', 'nothing']).toContain(next(run).do);
      }),
    );
  });
  test('what has begun is brought to its end, or to a person, before anything else', () => {
    fc.assert(
      fc.property(grown, events => {
        for (const run of prefixes(events)) {
          const open = run.steps.find(step => isUnfinished(step));
          if (!open || run.finished) continue;
          const move = next(run);
          expect(['reconcile', 'wait', 'take-word', 'leave-out']).toContain(move.do);
          expect('step' in move && move.step.planned.id).toBe(open.planned.id);
        }
      }),
    );
  });
  test('whatever is in the journal, in any order, folds and has a move', () => {
    const any = fc.constantFrom(...anyEvent('one'), ...anyEvent('two'), aborted, replanned);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 25 }), events => {
        expect(Object.keys(replies)).toContain(next(fold(entries([opened, ...events]))).do);
      }),
    );
  });
});
