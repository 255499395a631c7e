import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../src/approvals/decide.ts';
import type { Answer, Click, Surface } from '../../src/model/click.ts';
import type { Membership } from '../../src/model/person.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { next } from '../../src/runs/next.ts';
import { fold, type Run } from '../../src/runs/run.ts';
import { answered, aClick as click, ofChange as ofRun } from '../support/a-click.ts';
import {
  alice,
  approved,
  aRun,
  asked,
  entries,
  finished,
  gentlePlan,
  jihun,
  seoyeon,
  started,
} from '../support/a-run.ts';

const surfaces: readonly Surface[] = ['button', 'modal', 'slash', 'cli'];
const member: Membership = { state: 'member' };
const others: readonly Membership[] = [
  { state: 'not-member', group: '@pks-break-glass' },
  { state: 'bot' },
  { state: 'guest' },
  { state: 'foreign', team: 'T0PARTNER' },
  { state: 'deactivated' },
  { state: 'unknown', why: { en: 'ratelimited', ko: '제한됨' } },
];
const tells = [{ group: 'S0APPROVERS' }, { group: 'S0ONCALL' }];
const reason = 'nobody answers the pager';
const glass = (by = jihun, change: Partial<Click> = {}): Click =>
  click(by, 'approve', { breaksGlass: true, reason, ...change });
const broken = (by = jihun): RunEvent => ({
  kind: 'glass-broken',
  step: 'move-leader',
  attempt: 1,
  by,
  via: 'modal',
  reason,
  people: 2,
  line: 'bosh recreate',
  to: tells,
});
const two = asked('move-leader', { people: 2 });
const inCure = (cure: 'disk-loss-original' | 'snapshot-survivors', ...events: readonly RunEvent[]): Run =>
  aRun(started({ plan: gentlePlan.slice(1), cure }), ...events);
const said = (run: Run, how: Click, membership = member, whom: typeof tells | null = tells): string => {
  const decision = decide(run, how, membership, whom);
  return decision.ok ? decision.words.en : `no: ${decision.words.en}`;
};

describe.each(surfaces)('by %s', via => {
  test('the requester alone breaks the glass of an ask for two, which says who, why, how many and which command', () => {
    const decision = decide(ofRun(two), glass(jihun, { via }), member, tells);
    expect(decision).toMatchObject({
      ok: true,
      counted: 1,
      people: 1,
      events: [
        { kind: 'glass-broken', by: jihun, via, reason, people: 2, to: tells },
        { kind: 'answered', answer: 'approve', by: jihun, via, glass: true },
      ],
    });
    const run = ofRun(two, ...(decision.ok ? decision.events : []));
    expect(next(run)).toMatchObject({ do: 'recheck' });
  });
  test.each<[string, Run, Click, typeof tells | null, RegExp]>([
    ['where no group is set', ofRun(two), glass(), null, /Break-glass is off here/],
    [
      'on the original route',
      inCure('disk-loss-original', two),
      glass(),
      tells,
      /never lowers the people of the original/,
    ],
    [
      'of a run that only saves',
      inCure('snapshot-survivors', two),
      glass(),
      tells,
      /nor of a run that only saves/,
    ],
    ['without a reason', ofRun(two), glass(jihun, { reason: '' }), tells, /in 10 characters or more/],
    [
      'with nine characters',
      ofRun(two),
      glass(jihun, { reason: '아홉글자사유입니다' }),
      tells,
      /in 10 characters or more/,
    ],
    ['twice', ofRun(two, broken(alice)), glass(), tells, /alice broke the glass of this run at .* already/],
    ['of another state', ofRun(two), glass(jihun, { nonce: 'feedfacefeedface' }), tells, /older state/],
    ['of an older attempt', ofRun(two), glass(jihun, { attempt: 0 }), tells, /older state/],
    [
      'of a run that stands still',
      ofRun(asked('move-leader', { ask: 'stuck', people: 0, options: ['again', 'abort'] })),
      glass(),
      tells,
      /older state/,
    ],
    ['after its end', ofRun(finished()), glass(), tells, /ended at/],
    [
      'of an ask that expired',
      ofRun(two, { kind: 'expired', step: 'move-leader', attempt: 1 }),
      glass(),
      tells,
      /expired at/,
    ],
  ])('it is not broken %s', (_name, run, how, whom, says) => {
    expect(said(run, { ...how, via }, member, whom)).toMatch(/^no: /);
    expect(said(run, { ...how, via }, member, whom)).toMatch(says);
  });
  test.each(others)('it is not broken by anybody else than a member of its group: $state', membership =>
    expect(decide(ofRun(two), glass(jihun, { via }), membership, tells).ok).toBe(false),
  );
});

test('who has approved already and waits for a second may break it: their approval then is enough', () => {
  const run = ofRun(two, approved('move-leader', seoyeon));
  const decision = decide(run, glass(seoyeon), member, tells);
  expect(decision.ok && decision.events.map(({ kind }) => kind)).toEqual(['glass-broken']);
  expect(next(ofRun(two, approved('move-leader', seoyeon), broken(seoyeon)))).toMatchObject({
    do: 'recheck',
  });
});

describe('once it is broken', () => {
  const later = (...events: readonly RunEvent[]) =>
    ofRun(two, broken(), answered(jihun, 'approve'), ...events);
  const settled: RunEvent = {
    kind: 'settled',
    step: 'move-leader',
    attempt: 1,
    outcome: 'done',
    words: { en: '', ko: '' },
    facts: {},
  };
  const nextAsk = later(settled, asked('recreate', { people: 2 }));
  const at = { step: 'recreate' };
  test('one approval is enough in every later ask of the run, by them or by any approver', () => {
    for (const by of [jihun, seoyeon])
      expect(said(nextAsk, click(by, 'approve', at))).toMatch(/^Approved; the state is read once more/);
  });
  test('another owner still does not count, nor do they with another answer', () => {
    expect(said(ofRun(two, broken(seoyeon)), click(jihun))).toMatch(/^no: You asked for this run/);
    const stuck = later(settled, asked('recreate', { ask: 'stuck', people: 0, options: ['skip', 'again'] }));
    expect(said(stuck, click(jihun, 'skip', { ...at, reason: 'why not' }))).toMatch(/^no: You asked/);
  });
  test('another run knows nothing of it', () =>
    expect(said(ofRun(two), click(jihun))).toMatch(/^no: You asked for this run/));
});

/** Whatever is in the journal and no bot of this store signed. */
test('an entry that is forged, that was signed with a lost key, or of a run it never counts for lowers nothing, and the first is named', () => {
  const list = entries([
    started({ plan: gentlePlan.slice(1) }),
    two,
    broken(seoyeon),
    answered(seoyeon, 'approve'),
  ]);
  for (const proof of ['forged', 'key-lost', 'unsigned'] as const) {
    const run = fold(list.map(entry => (entry.event.kind === 'glass-broken' ? { ...entry, proof } : entry)));
    expect(run.glass).toBeNull();
    expect(next(run)).toMatchObject({ do: 'wait' });
    expect(run.steps[0]?.notes.at(-1)?.words.en).toMatch(/^The break-glass of seoyeon .* does not count/);
  }
  for (const cure of ['disk-loss-original', 'snapshot-survivors'] as const) {
    const run = inCure(cure, two, broken(seoyeon), answered(seoyeon, 'approve'));
    expect(run.glass).toBeNull();
    expect(next(run)).toMatchObject({ do: 'wait' });
  }
});

test('whatever is asked and answered, only a member of the group, a reason and an open ask for approval break it', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(member, ...others),
      fc.constantFrom<Answer>('approve', 'skip', 'happened', 'again', 'abort'),
      fc.constantFrom(...surfaces),
      fc.string({ maxLength: 20 }),
      fc.boolean(),
      (membership, answer, via, why, isOn) => {
        const how = click(jihun, answer, { via, breaksGlass: true, reason: why });
        const decision = decide(ofRun(two), how, membership, isOn ? tells : null);
        const breaks = decision.ok && decision.events.some(({ kind }) => kind === 'glass-broken');
        expect(breaks).toBe(
          isOn && answer === 'approve' && membership.state === 'member' && [...why].length >= 10,
        );
      },
    ),
  ));
