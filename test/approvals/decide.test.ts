import { describe, expect, test } from 'vitest';
import { decide } from '../../src/approvals/decide.ts';
import type { Decision } from '../../src/approvals/decision.ts';
import { decideTakeOver } from '../../src/approvals/steer.ts';
import type { Click, Surface } from '../../src/model/click.ts';
import type { Membership, Person } from '../../src/model/person.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { next } from '../../src/runs/next.ts';
import { fold, type Run } from '../../src/runs/run.ts';
import { answered, aClick as click, ofChange as ofRun } from '../support/a-click.ts';
import {
  alice,
  approved,
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

const member: Membership = { state: 'member' };
const surfaces: readonly Surface[] = ['button', 'modal', 'slash', 'cli'];
const somebody: Person = { team: 'T0RESCUE', id: 'U0BYSTANDER', name: 'bora' };

const aborted: RunEvent = { kind: 'abort-requested', by: jihun, via: 'slash' };

const asking = ofRun(asked('move-leader'));
const askingTwo = ofRun(asked('move-leader', { people: 2 }));
const stuckAsk = ofRun(
  asked('move-leader', { ask: 'stuck', people: 0, options: ['again', 'skip', 'abort'] }),
);
const settleAsk = ofRun(
  began('move-leader'),
  asked('move-leader', { ask: 'settle', options: ['happened', 'again', 'abort'] }),
);
const here = { from: 'C0INCIDENT42' };
const takenOver = ofRun(asked('move-leader'), { kind: 'taken-over', by: seoyeon, via: 'button' });
const twiceTaken = ofRun(
  asked('move-leader'),
  { kind: 'taken-over', by: seoyeon, via: 'button' },
  { kind: 'taken-over', by: somebody, via: 'button' },
);
const expiredAsk = ofRun(asked('move-leader', { people: 2 }), approved('move-leader', seoyeon), {
  kind: 'expired',
  step: 'move-leader',
  attempt: 1,
});
const running = ofRun(asked('move-leader'), approved('move-leader', seoyeon), began('move-leader'));

const unknown: Membership = {
  state: 'unknown',
  why: { en: 'usergroups.users.list: ratelimited', ko: '제한됨' },
};
const outsider: Membership = { state: 'not-member', group: '@pks-approvers' };

type Row = readonly [name: string, run: Run, click: Click, membership: Membership, says: RegExp];
const matrix: readonly Row[] = [
  ['an approver approves', asking, click(seoyeon), member, /^Approved; the state is read once more/],
  ['the requester does not count', asking, click(jihun), member, /^no: You asked for this run/],
  ['who is not in the group', asking, click(somebody), outsider, /^no: Only members of @pks-approvers/],
  ['a group that cannot be read', asking, click(seoyeon), unknown, /^no: Who may approve could not be read/],
  ['a bot', asking, click(seoyeon), { state: 'bot' }, /^no: A bot cannot/],
  ['a guest', asking, click(seoyeon), { state: 'guest' }, /^no: A guest/],
  [
    'somebody who has left',
    asking,
    click(seoyeon),
    { state: 'deactivated' },
    /^no: This account is deactivated/,
  ],
  ['the first of two', askingTwo, click(seoyeon), member, /^Approved: 1 of 2\./],
  [
    'the same person twice',
    ofRun(asked('move-leader', { people: 2 }), approved('move-leader', seoyeon)),
    click(seoyeon),
    member,
    /^no: You approved this at 2020-08-05 03:29:15 UTC already/,
  ],
  [
    'the same person from another team',
    ofRun(asked('move-leader', { people: 2 }), approved('move-leader', seoyeon)),
    click({ ...seoyeon, team: 'T0OTHER' }),
    member,
    /^no: You approved this at/,
  ],
  [
    'the second of two',
    ofRun(asked('move-leader', { people: 2 }), approved('move-leader', seoyeon)),
    click(alice),
    member,
    /^Approved; the state is read once more/,
  ],
  [
    'one more than needed is told who was first',
    ofRun(
      asked('move-leader', { people: 2 }),
      approved('move-leader', seoyeon),
      approved('move-leader', alice),
    ),
    click(somebody),
    member,
    /^no: .*already approved by seoyeon at 2020-08-05 03:29:15 UTC, alice at 2020-08-05 03:29:17 UTC; it is not run twice/,
  ],
  [
    'a double click, before the act',
    ofRun(asked('move-leader'), approved('move-leader', seoyeon)),
    click(seoyeon),
    member,
    /^no: .*already approved by you at 2020-08-05 03:29:15 UTC/,
  ],
  ['a click while it runs', running, click(alice), member, /^no: .*already approved by seoyeon/],
  [
    'an older attempt',
    asking,
    click(seoyeon, 'approve', { attempt: 0 }),
    member,
    /^no: This button is from an older/,
  ],
  [
    'another state',
    asking,
    click(seoyeon, 'approve', { nonce: 'feedfacefeedface' }),
    member,
    /^no: This button/,
  ],
  ['another step', asking, click(seoyeon, 'approve', { step: 'recreate' }), member, /^no: This button/],
  ['no nonce at all', asking, click(seoyeon, 'approve', { nonce: '' }), member, /^no: This button/],
  ['an answer that was not offered', asking, click(seoyeon, 'skip'), member, /^no: This button/],
  ['approve where it is stuck', stuckAsk, click(seoyeon), member, /^no: This button/],
  ['the requester may look again', stuckAsk, click(jihun, 'again'), unknown, /^Noted/],
  ['the requester may not skip', stuckAsk, click(jihun, 'skip'), member, /^no: You asked for this run/],
  [
    'nobody skips without a reason',
    stuckAsk,
    click(seoyeon, 'skip'),
    member,
    /^no: Say why this step is left out/,
  ],
  [
    'an approver may skip, with one',
    stuckAsk,
    click(seoyeon, 'skip', { reason: 'it leads' }),
    member,
    /^Noted/,
  ],
  ['a bystander may not look again', stuckAsk, click(somebody, 'again'), outsider, /^no: Only members/],
  [
    'an approver says that it happened',
    settleAsk,
    click(seoyeon, 'happened', { attempt: 1 }),
    member,
    /^Noted/,
  ],
  [
    'the requester may not say so',
    settleAsk,
    click(jihun, 'happened'),
    member,
    /^no: You asked for this run/,
  ],
  [
    'two answers: the first closes the ask',
    ofRun(
      began('move-leader'),
      asked('move-leader', { ask: 'settle', options: ['happened', 'again', 'abort'] }),
      answered(seoyeon, 'again'),
    ),
    click(alice, 'happened'),
    member,
    /^no: seoyeon answered "Try again" at 2020-08-05 03:29:17 UTC already/,
  ],
  [
    'approve after skip',
    ofRun(
      asked('move-leader', { ask: 'approve-or-skip', options: ['skip', 'approve', 'abort'] }),
      answered(seoyeon, 'skip'),
    ),
    click(alice),
    member,
    /^no: seoyeon answered "Skip this step"/,
  ],
  [
    'skip after the approval that was needed',
    ofRun(
      asked('move-leader', { ask: 'approve-or-skip', options: ['skip', 'approve', 'abort'] }),
      approved('move-leader', seoyeon),
    ),
    click(alice, 'skip'),
    member,
    /^no: .*already approved by seoyeon/,
  ],
  [
    'an approval of an ask that has expired',
    expiredAsk,
    click(seoyeon),
    member,
    /^no: This ask expired at 2020-08-05 03:29:17 UTC, and what was given for it is lost/,
  ],
  ['the requester may ask again', expiredAsk, click(jihun, 'again'), unknown, /^Noted/],
  ['an approver may ask again', expiredAsk, click(alice, 'again'), member, /^Noted/],
  ['a bystander may not ask again', expiredAsk, click(somebody, 'again'), outsider, /^no: Only members/],
  ['an ask that has expired may be given up', expiredAsk, click(jihun, 'abort'), unknown, /^Abort noted/],
  ['the requester may abort', asking, click(jihun, 'abort'), unknown, /^Abort noted: no further step starts/],
  [
    'abort while it runs',
    running,
    click(seoyeon, 'abort'),
    member,
    /^Abort noted: the running step is asked/,
  ],
  [
    'a full member in the channel may abort',
    asking,
    click(somebody, 'abort', here),
    outsider,
    /^Abort noted/,
  ],
  [
    'a full member from elsewhere may not',
    asking,
    click(somebody, 'abort', { from: 'C0OTHER' }),
    outsider,
    /^no: Abort it in the channel of the run/,
  ],
  [
    'nor may a guest in the channel',
    asking,
    click(somebody, 'abort', here),
    { state: 'guest' },
    /^no: A guest/,
  ],
  [
    'nor somebody of another workspace while Slack is silent',
    asking,
    click({ ...somebody, team: 'T0PARTNER' }, 'abort', here),
    unknown,
    /^no: Who may approve could not be read/,
  ],
  [
    'where the group cannot be read a member of the workspace may abort',
    asking,
    click(somebody, 'abort', here),
    unknown,
    /^Abort noted/,
  ],
  [
    'who took the run over does not count',
    takenOver,
    click(seoyeon),
    member,
    /^no: You took this run over, so your approval/,
  ],
  [
    'nor does the requester, whoever is the owner now',
    takenOver,
    click(jihun),
    member,
    /^no: You asked for this run/,
  ],
  ['nor an owner who was followed by another', twiceTaken, click(seoyeon), member, /^no: You took this run/],
  ['another approver counts as before', takenOver, click(alice), member, /^Approved; the state/],
  [
    'every owner may look again',
    ofRun(asked('move-leader', { ask: 'stuck', people: 0, options: ['again', 'abort'] }), {
      kind: 'taken-over',
      by: somebody,
      via: 'slash',
    }),
    click(somebody, 'again'),
    unknown,
    /^Noted/,
  ],
  [
    'abort twice',
    ofRun(asked('move-leader'), aborted),
    click(seoyeon, 'abort'),
    member,
    /^no: Abort was already asked for by jihun/,
  ],
  [
    'approve after abort',
    ofRun(asked('move-leader'), aborted),
    click(seoyeon),
    member,
    /^no: jihun aborted this run at/,
  ],
  [
    'a finished run',
    ofRun(finished()),
    click(seoyeon),
    member,
    /^no: Run 7f3a ended at 2020-08-05 03:29:13 UTC \(healed\)/,
  ],
  ['abort of a finished run', ofRun(finished()), click(jihun, 'abort'), member, /^no: Run 7f3a ended/],
  [
    'a step that is over',
    ofRun(
      asked('move-leader'),
      approved('move-leader', seoyeon),
      began('move-leader'),
      ended('move-leader'),
      settled('move-leader'),
    ),
    click(alice),
    member,
    /^no: .*already approved by seoyeon/,
  ],
];

const told = (decision: Decision) => `${decision.ok ? '' : 'no: '}${decision.words.en}`;

describe('every surface has one decision:', () => {
  test.each(matrix)('%s', (_name, run, asClicked, membership, says) => {
    const decisions = surfaces.map(via => decide(run, { ...asClicked, via }, membership));
    expect(new Set(decisions.map(told)).size).toBe(1);
    const [decision] = decisions;
    expect(decision && told(decision)).toMatch(says);
    expect(decision?.words.ko).toMatch(/[가-힣]/);
  });
  test('a refusal writes nothing, and what is written says who, how and for which attempt', () => {
    expect('events' in decide(asking, click(jihun), member)).toBe(false);
    expect(decide(asking, click(seoyeon, 'approve', { via: 'modal' }), member)).toMatchObject({
      events: [
        { kind: 'answered', step: 'move-leader', attempt: 1, answer: 'approve', by: seoyeon, via: 'modal' },
      ],
      counted: 1,
      people: 1,
    });
  });
  test('an approval of a voided state is not an approval of the new one', () => {
    const run = ofRun(
      asked('move-leader'),
      { kind: 'voided', step: 'move-leader', attempt: 1, differences: [] },
      asked('move-leader', { attempt: 2, digest: 'another-state-altogether' }),
    );
    expect(decide(run, click(seoyeon), member).ok).toBe(false);
  });
});

test('after an abort, what puts things back may be approved or left out', () => {
  const plan = [started()].flatMap(event => (event.kind === 'started' ? event.plan.slice(1, 2) : []));
  const run = fold(
    entries([
      started(),
      aborted,
      {
        kind: 'replanned',
        words: { en: 'Aborted.', ko: '중단' },
        plan: plan.map(step => ({ ...step, id: 'undo' })),
      },
      asked('undo', { options: ['approve', 'skip'] }),
    ]),
  );
  expect(decide(run, click(seoyeon, 'approve', { step: 'undo' }), member).ok).toBe(true);
  expect(decide(run, click(seoyeon, 'skip', { step: 'undo', reason: 'left off' }), member).ok).toBe(true);
  expect(decide(run, click(seoyeon, 'abort', { step: 'undo' }), member).ok).toBe(false);
});

test('an abort by somebody whom Slack did not vouch for is marked so, and any other is not', () => {
  const marked = (membership: Membership) => {
    const decision = decide(asking, click(somebody, 'abort', here), membership);
    return decision.ok ? decision.events : [];
  };
  expect(marked(unknown)).toEqual([
    { kind: 'abort-requested', by: somebody, via: 'button', unverified: true },
  ]);
  expect(marked(outsider)).toEqual([{ kind: 'abort-requested', by: somebody, via: 'button' }]);
});

describe('a run is taken over', () => {
  const by = (person: Person, run: Run = asking, membership: Membership = member) =>
    told(decideTakeOver(run, { by: person, via: 'button' }, membership));
  test('by a full member of the workspace, once, and by nobody whom Slack does not vouch for', () => {
    expect(by(seoyeon)).toMatch(/^You are the owner of run 7f3a now, after jihun/);
    expect(by(somebody, asking, outsider)).toMatch(/^You are the owner/);
    expect(by(jihun)).toMatch(/^no: You are its owner already/);
    expect(by(somebody, asking, unknown)).toMatch(/^no: Who may approve could not be read/);
    expect(by(somebody, asking, { state: 'guest' })).toMatch(/^no: A guest/);
    expect(by(seoyeon, ofRun(finished()))).toMatch(/^no: Run 7f3a has ended/);
  });
  test('and an approval that was not spent yet by who takes it over is void, another one stays', () => {
    const two = [
      asked('move-leader', { people: 2 }),
      approved('move-leader', seoyeon),
      approved('move-leader', alice),
    ];
    const run = ofRun(...two, { kind: 'taken-over', by: seoyeon, via: 'button' });
    expect(next(run)).toMatchObject({ do: 'wait', step: { answers: [{ by: alice }] } });
    expect(next(ofRun(...two)).do).toBe('recheck');
  });
});
