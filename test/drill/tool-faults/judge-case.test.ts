import { expect, test } from 'vitest';
import type { Effect } from '../../../drill/foundation/machine.ts';
import { judgeCase, namesNextMove } from '../../../drill/tool-faults/judge-case.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { victim } from '../../support/a-cluster.ts';
import { approved, asked, began, ended, entries, finished, seoyeon, started } from '../../support/a-run.ts';

const effect = (what: Effect['what'], on: string): Effect => ({ at: Date.now(), what, on, detail: '' });
const recreated = effect('recreate', victim);
const recreate = [asked('recreate'), approved('recreate', seoyeon), began('recreate')] as const;
const stuck = (en: string): RunEvent => asked('recreate', { ask: 'stuck', why: { en, ko: en } });
const seen = (events: readonly RunEvent[], effects: readonly Effect[] = [], more = {}) =>
  judgeCase({
    one: { route: 'gentle', step: 'recreate', fault: 'half output' },
    failedLogins: 0,
    entries: entries([started(), ...events]),
    effects,
    faultHappened: true,
    allHealthy: true,
    ...more,
  });

const healed = [...recreate, ended('recreate'), finished()];

test('a case is right where it healed, each act once', () => {
  expect(seen(healed, [recreated])).toEqual({ outcome: 'healed', sentences: [], why: [] });
});

test('a case is right where it is parked with a sentence that names a next move', () => {
  const sentence = 'Read back: BOSH still shows VM vm-1. Look at the cluster, then try again or abort.';
  expect(seen([...recreate, stuck(sentence), finished({ outcome: 'aborted' })], [recreated])).toEqual({
    outcome: 'parked',
    sentences: [sentence],
    why: [],
  });
});

test.each([
  ['a second act', seen(healed, [recreated, recreated]), /happened again/],
  [
    'an act on another instance',
    seen(healed, [recreated, effect('recreate', 'master/other')]),
    /no step named/,
  ],
  [
    'a destructive act that no step began',
    seen(healed, [recreated, effect('delete-vm', victim)]),
    /no step named/,
  ],
  [
    'a command without its approvals',
    seen([asked('recreate'), began('recreate'), finished()], [recreated]),
    /approvals/,
  ],
  [
    'facts without a next move',
    seen([stuck('BOSH still shows VM vm-1'), finished({ outcome: 'aborted' })]),
    /no next move/,
  ],
  ['no sentence at all', seen([stuck(''), finished({ outcome: 'aborted' })]), /no next move in: \(nothing\)/],
  [
    'only what to do next, and nothing of the fault',
    seen([
      stuck('Look at the cluster (`/pks etcd-status`), then try again or abort.'),
      finished({ outcome: 'aborted' }),
    ]),
    /nothing of "half output" in: Look at/,
  ],
  [
    'the words of another fault',
    seen([stuck('It exited 1. Look at it, then try again.'), finished({ outcome: 'aborted' })], [], {
      one: { route: 'gentle', step: 'recreate', fault: 'hangs' },
    }),
    /nothing of "hangs" in: It exited 1/,
  ],
  [
    'a next move on another step’s card, and nothing that was read',
    seen([stuck('Try again or abort.'), finished({ outcome: 'aborted' })], [], {
      one: { route: 'gentle', step: 'snapshot', fault: 'hangs' },
    }),
    /nothing of "hangs" in: Try again/,
  ],
  [
    'logins that go on after they failed',
    seen(healed, [recreated], { failedLogins: 3 }),
    /3 failed logins at vCenter for 0 cards/,
  ],
  ['an end that is neither healed nor parked', seen([...recreate], [recreated]), /did not end/],
  ['a failure without a word', seen([finished({ outcome: 'failed' })]), /asked nobody/],
  ['a healing in words only', seen(healed, [recreated], { allHealthy: false }), /a member is not/],
  ['a fault that never happened', seen(healed, [recreated], { faultHappened: false }), /never happened/],
])('a case is wrong with %s', (_what, verdict, why) => {
  expect(verdict.outcome).toBe('wrong');
  expect(verdict.why.join('; ')).toMatch(why);
});

test('a next move is something that a person does', () => {
  expect(namesNextMove('task 7 runs; wait for it or cancel it')).toBe(true);
  expect(namesNextMove('1 of 2 other members are healthy')).toBe(false);
});
