import { expect, test } from 'vitest';
import { duplicatePosts, type Evidence, judgeAll } from '../../../drill/crash/judge-all.ts';
import { missedPhases } from '../../../drill/crash/phases.ts';
import type { Effect } from '../../../drill/foundation/machine.ts';
import type { Message } from '../../../drill/slack/state.ts';
import type { Entry } from '../../../src/ports/run-log.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { victim } from '../../support/a-cluster.ts';
import { asked, seoyeon, started } from '../../support/a-run.ts';

const run = 'run-1';
const entriesOf = (...events: readonly RunEvent[]): readonly Entry<RunEvent>[] =>
  events.map((event, nth) => ({ run, seq: nth + 1, at: 1_000 + nth, event }));

const began: RunEvent = {
  kind: 'began',
  step: 'delete-vm',
  attempt: 1,
  line: 'bosh delete-vm',
  argv: ['bosh', 'delete-vm'],
  digest: 'd',
  claim: 'run-1.delete-vm.2',
};
const deleted = (at: number): Effect => ({ at, what: 'delete-vm', on: victim, detail: '' });

const evidence = (change: Partial<Evidence>): Evidence => ({
  played: [{ route: 'original', run, ended: true, effectsBefore: 0 }],
  entries: new Map([[run, entriesOf(started(), began)]]),
  effects: [deleted(1_002)],
  acks: [],
  messages: [],
  struck: null,
  ...change,
});
const faultsOf = (change: Partial<Evidence>) => judgeAll(evidence(change)).map(({ name }) => name);

test('an act that was meant once and happened once is no fault', () => {
  expect(faultsOf({})).toEqual([]);
});

test('a run that somebody was told is planned, and that the journal does not have, is a lost ack', () => {
  expect(faultsOf({ acks: [{ kind: 'run', run }] })).toEqual([]);
  expect(faultsOf({ acks: [{ kind: 'run', run: 'run-2' }] })).toEqual(['acksLost']);
});

test('an answer that was taken and is not written is lost, however late its person was told', () => {
  const ack = {
    kind: 'answer',
    run,
    step: 'delete-vm',
    attempt: 1,
    answer: 'approve',
    by: seoyeon.id,
  } as const;
  expect(faultsOf({ acks: [ack] })).toEqual(['acksLost']);
});

test('what happens after the last run has ended counts as its own', () => {
  expect(faultsOf({ effects: [deleted(1_002), deleted(9_000)] })).toEqual(['blindReruns']);
  const another: Effect = { at: 9_000, what: 'cck', on: victim, detail: '' };
  expect(faultsOf({ effects: [deleted(1_002), another] })).toEqual(['effectsWithoutIntent']);
});

test('what happens between two runs counts as the earlier one’s', () => {
  const played = [
    { route: 'original', run, ended: true, effectsBefore: 0 },
    { route: 'gentle', run: null, ended: false, effectsBefore: 2 },
  ];
  expect(faultsOf({ played, effects: [deleted(1_002), deleted(1_500)] })).toEqual(['blindReruns']);
});

test('a message that says the same part of the same run again is a duplicate', () => {
  const part = (key: string, of = run): Message => ({
    ts: `${key} ${of}`,
    channel: 'C',
    user: 'U',
    text: '',
    blocks: [],
    threadTs: null,
    onlyFor: null,
    editedTs: null,
    metadata: { event_type: 'pks_rescue', event_payload: { run: of, key } },
    files: [],
    reactions: [],
    attached: [],
    earlier: [],
  });
  expect(duplicatePosts([part('headline'), part('ask'), part('headline', 'run-2')])).toEqual([]);
  expect(duplicatePosts([part('headline'), part('ask'), part('headline')])).toHaveLength(1);
});

test('a phase of a step at which nobody was killed is named, and one that was written with another is not', () => {
  const struck = new Set(
    [
      ...['before began delete-vm', 'after began delete-vm', 'before run delete-vm', 'after run delete-vm'],
      'before settled delete-vm + asked cck',
    ].map(point => `original: ${point}`),
  );
  const settled: RunEvent = {
    kind: 'settled',
    step: 'delete-vm',
    attempt: 1,
    outcome: 'done',
    words: { en: '', ko: '' },
    facts: {},
  };
  expect(missedPhases('original', entriesOf(began, settled), struck)).toEqual([
    'original: during run delete-vm',
    'original: after settled delete-vm',
  ]);
  expect(missedPhases('gentle', entriesOf(settled), struck)).toHaveLength(2);
  expect(faultsOf({ struck }).every(name => name === 'phasesMissed')).toBe(true);
});

const ask = (kind: 'approve' | 'settle', people: number): RunEvent =>
  asked('delete-vm', { ask: kind, people });

test('whoever says that an act did not happen approves nothing, and a step that asks nobody needs nothing more', () => {
  const again: RunEvent = {
    kind: 'answered',
    step: 'delete-vm',
    attempt: 1,
    answer: 'again',
    by: seoyeon,
    via: 'button',
  };
  const entries = (...events: readonly RunEvent[]) =>
    new Map([[run, entriesOf(started(), began, ...events, began)]]);
  expect(faultsOf({ entries: entries(ask('settle', 1), again) })).not.toContain('unapproved');
  const twice = entries(ask('approve', 1), ask('settle', 1), again);
  expect(faultsOf({ entries: twice })).toContain('unapproved');
});
