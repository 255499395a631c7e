import { describe, expect, test } from 'vitest';
import { decide } from '../../src/approvals/decide.ts';
import type { Membership } from '../../src/model/person.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { answered, aClick as click, ofChange as ofRun } from '../support/a-click.ts';
import {
  alice,
  approved,
  aRun,
  asked,
  began,
  digest,
  finished,
  gentlePlan,
  jihun,
  seoyeon,
  settled,
  started,
} from '../support/a-run.ts';

/** A run of that step alone. */
const ofOneStep = (...events: readonly RunEvent[]) =>
  aRun(started({ plan: gentlePlan.slice(1, 2) }), ...events);
const member: Membership = { state: 'member' };
const offered = asked('move-leader', {
  ask: 'approve-or-skip',
  options: ['skip', 'approve', 'abort'],
  people: 2,
});

describe('who comes too late is told, in both languages,', () => {
  test('when the run ended, and how', () =>
    expect(decide(ofRun(finished()), click(seoyeon), member).words).toEqual({
      en: 'Run 7f3a ended at 2020-08-05 03:29:13 UTC (healed); nothing was done with this click.',
      ko: '복구 7f3a는 2020-08-05 03:29:13 UTC에 끝났습니다(healed). 이 클릭으로 실행된 것은 없습니다.',
    }));
  test('where the run is now', () =>
    expect(
      decide(ofRun(asked('move-leader')), click(seoyeon, 'approve', { attempt: 0 }), member).words,
    ).toEqual({
      en: 'This button is from an older state of the run. It is now at: Move the leader to master/8cdf6298. Nothing was done with this click.',
      ko: '이전 상태의 버튼입니다. 현재 단계: 리더를 master/8cdf6298로 이동. 이 클릭으로 실행된 것은 없습니다.',
    }));
  test('that every step of the run is over', () =>
    expect(
      decide(ofOneStep(began('move-leader'), settled('move-leader')), click(seoyeon), member).words,
    ).toEqual({
      en: 'This button is from an older state of the run. It is now at: its end. Nothing was done with this click.',
      ko: '이전 상태의 버튼입니다. 현재 단계: 종료. 이 클릭으로 실행된 것은 없습니다.',
    }));
  test('who approved it and when, oneself as “you”', () =>
    expect(
      decide(
        ofRun(asked('move-leader'), approved('move-leader', seoyeon), began('move-leader')),
        click(seoyeon),
        member,
      ).words,
    ).toEqual({
      en: 'Move the leader to master/8cdf6298 was already approved by you at 2020-08-05 03:29:15 UTC; it is not run twice.',
      ko: '리더를 master/8cdf6298로 이동: 이미 승인되었습니다. 승인자: 본인(2020-08-05 03:29:15 UTC). 두 번 실행되지 않습니다.',
    }));
  test('who left it out, though one of two had approved it', () => {
    const left = [offered, approved('move-leader', seoyeon), answered(alice, 'skip')];
    const over = settled('move-leader', { outcome: 'skipped' });
    const told = {
      en: 'alice answered "Skip this step" at 2020-08-05 03:29:17 UTC already; nothing was done with this click.',
      ko: 'alice 님이 2020-08-05 03:29:17 UTC에 이미 응답했습니다: "이 단계 건너뛰기". 이 클릭으로 실행된 것은 없습니다.',
    };
    expect(decide(ofRun(...left), click(seoyeon), member).words).toEqual(told);
    expect(decide(ofRun(...left, over), click(seoyeon), member).words).toEqual(told);
    expect(decide(ofRun(...left, over), click(alice), member).words).toEqual({
      en: 'You answered "Skip this step" at 2020-08-05 03:29:17 UTC already; nothing was done with this click.',
      ko: '본인이 2020-08-05 03:29:17 UTC에 이미 응답했습니다: "이 단계 건너뛰기". 이 클릭으로 실행된 것은 없습니다.',
    });
  });
  test('nothing of another step’s answers', () => {
    const run = ofRun(
      asked('move-leader'),
      approved('move-leader', seoyeon),
      settled('move-leader'),
      asked('recreate'),
    );
    expect(decide(run, click(alice, 'approve', { step: 'recreate', attempt: 7 }), member).words.en).toMatch(
      /^This button is from an older state/,
    );
    expect(decide(run, click(alice, 'approve', { step: 'no-such-step' }), member).words.en).toMatch(
      /^This button is from an older state/,
    );
  });
  test('who asked to stop first', () =>
    expect(
      decide(
        ofRun(asked('move-leader'), { kind: 'abort-requested', by: jihun, via: 'slash' }),
        click(seoyeon, 'abort'),
        member,
      ).words,
    ).toEqual({
      en: 'Abort was already asked for by jihun at 2020-08-05 03:29:15 UTC.',
      ko: '2020-08-05 03:29:15 UTC에 jihun 님이 이미 중단을 요청했습니다.',
    }));
});

describe('what is written', () => {
  test('of an abort is who asked and how, also where every step is over', () => {
    const abort = { kind: 'abort-requested', by: seoyeon, via: 'button' };
    for (const run of [ofRun(asked('move-leader')), ofOneStep(began('move-leader'), settled('move-leader'))])
      expect(decide(run, click(seoyeon, 'abort'), member)).toMatchObject({
        ok: true,
        events: [abort],
        words: { en: 'Abort noted: no further step starts.' },
        counted: 0,
        people: 0,
      });
  });
  test('of any other answer is the answer, its step and attempt, and why', () =>
    expect(decide(ofRun(offered), click(seoyeon, 'skip', { reason: 'it leads' }), member)).toEqual({
      ok: true,
      events: [{ ...answered(seoyeon, 'skip'), reason: 'it leads' }],
      words: { en: 'Noted.', ko: '기록했습니다.' },
      counted: 0,
      people: 0,
    }));
  test('of the first of two approvals is how many there are', () =>
    expect(decide(ofRun(offered), click(seoyeon), member)).toEqual({
      ok: true,
      events: [answered(seoyeon, 'approve')],
      words: { en: 'Approved: 1 of 2.', ko: '승인: 2명 중 1명.' },
      counted: 1,
      people: 2,
    }));
  test('needs as much of the digest as a button carries', () => {
    const run = ofRun(asked('move-leader'));
    expect(decide(run, click(seoyeon, 'approve', { nonce: digest.slice(0, 15) }), member).ok).toBe(false);
    expect(decide(run, click(seoyeon, 'approve', { nonce: digest }), member).ok).toBe(true);
    expect(decide(run, click(seoyeon, 'approve', { nonce: `${digest}00` }), member).ok).toBe(false);
  });
});

describe('nothing is wrong where what somebody wants is so already, and only there:', () => {
  const two = asked('move-leader', { people: 2 });
  const rows: readonly (readonly [string, Parameters<typeof decide>, boolean])[] = [
    [
      'a second click, before the other approver’s',
      [ofRun(two, approved('move-leader', seoyeon)), click(seoyeon), member],
      true,
    ],
    [
      'a second click, after all',
      [ofRun(asked('move-leader'), approved('move-leader', seoyeon)), click(seoyeon), member],
      true,
    ],
    [
      'who approves after all others',
      [ofRun(asked('move-leader'), approved('move-leader', seoyeon)), click(alice), member],
      true,
    ],
    [
      'who wanted to leave out what was approved',
      [
        ofRun(offered, approved('move-leader', seoyeon), approved('move-leader', alice)),
        click(jihun, 'skip'),
        member,
      ],
      false,
    ],
    ['who leaves out twice', [ofRun(offered, answered(alice, 'skip')), click(alice, 'skip'), member], true],
    [
      'who approves what they left out',
      [ofRun(offered, answered(alice, 'skip')), click(alice), member],
      false,
    ],
    [
      'who aborts twice',
      [ofRun(two, { kind: 'abort-requested', by: jihun, via: 'slash' }), click(jihun, 'abort'), member],
      true,
    ],
    ['who may not', [ofRun(two), click(jihun), member], false],
  ];
  test.each(rows)('%s', (_who, given, calm) => {
    const decision = decide(...given);
    expect([decision.ok, !decision.ok && decision.already === true]).toEqual([false, calm]);
  });
});
