import { describe, expect, test } from 'vitest';
import type { Resurrection } from '../../src/cluster/observation.ts';
import { finish } from '../../src/engine/finish.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { aborted } from '../support/a-click.ts';
import { follower } from '../support/a-cluster.ts';
import { aRun, aStep, began, jihun, settled, started } from '../support/a-run.ts';
import { turnOn } from '../support/a-turn.ts';

const plan = ['resurrection-off', 'verify', 'resurrection-back', 'snapshot-8cdf6298'].map(id => aStep(id));
const abort = aborted(jihun);
const verified = [began('verify'), settled('verify', { facts: { hash: '2718', revision: '41390' } })];
const switched = [began('resurrection-off'), settled('resurrection-off', { facts: {} })];
type World = {
  readonly now?: Resurrection;
  readonly gapMs?: number | null;
  readonly moved?: boolean;
  readonly start?: Parameters<typeof started>[0];
};

const ended = async (
  events: readonly RunEvent[],
  { now = 'on', gapMs = 120, moved = false, start = {} }: World = {},
) => {
  const wrote: { events: readonly RunEvent[]; then?: string; seenSeq?: number }[] = [];
  const asked: string[] = [];
  const run = aRun(started({ plan, cure: 'disk-loss-original', ...start }), ...events);
  const engine = {
    runbooks,
    journal: {
      write: async (what: (typeof wrote)[number]) => {
        wrote.push(what);
        return moved ? { ok: false, why: 'moved' } : { ok: true, entries: [] };
      },
    },
    observer: {
      release: async () => {},
      longestWriteGapMs: () => gapMs,
      resurrection: async () => {
        asked.push('resurrection');
        return now;
      },
    },
    channel: { show: () => undefined },
  };
  const turn = turnOn(run, engine);
  const onward = await finish(turn);
  const [event] = wrote[0]?.events ?? [];
  return {
    onward,
    asked,
    wrote,
    event: event?.kind === 'finished' ? event : expect.fail(`${event?.kind} was written`),
  };
};

describe('a run ends', () => {
  test('healed where its last check was settled as done, with one hash before and after', async () => {
    const { event, onward, wrote, asked } = await ended(verified);
    expect(onward).toBe('parked');
    expect(wrote[0]).toMatchObject({ then: 'finish', seenSeq: 3 });
    expect(asked).toEqual([]);
    expect(event).toMatchObject({
      outcome: 'healed',
      words: {
        en: 'Healed: three members with one hash (2718), one leader, one term.',
        ko: '복구 완료: 세 멤버의 해시가 같고(2718) 리더와 term이 하나입니다.',
      },
    });
    expect(event.facts).toEqual({
      'hash before': { en: '3141592653 @ revision 41007', ko: '3141592653 @ revision 41007' },
      'hash after': { en: '2718 @ revision 41390', ko: '2718 @ revision 41390' },
      'longest write gap seen': {
        en: 'at most 0.1 s, as far as revisions were looked at',
        ko: '최대 0.1초(revision을 확인한 범위에서)',
      },
      resurrection: { en: 'untouched', ko: '변경하지 않음' },
    });
  });
  test('without the proof that it holds', async () => {
    for (const events of [[], [began('verify'), settled('verify', { outcome: 'failed', facts: {} })]]) {
      const { event } = await ended(events, {
        gapMs: null,
        start: { baseline: { revision: null, hash: null, keyCount: null, memberIds: [] } },
      });
      expect(event).toMatchObject({
        outcome: 'failed',
        words: { en: expect.stringContaining('Ended without the proof that it holds.') },
      });
      expect(event.facts).toMatchObject({
        'hash before': { en: '-' },
        'hash after': { en: '-' },
        'longest write gap seen': { en: 'not looked at often enough to say' },
      });
    }
    expect((await ended([began('verify'), settled('verify', { facts: {} })])).event.words.en).toContain(
      'one hash (?)',
    );
  });
  test('aborted, by name, whatever else was settled', async () =>
    expect((await ended([...verified, abort])).event).toMatchObject({
      outcome: 'aborted',
      words: {
        en: 'Aborted by jihun. `/pks etcd-status` shows how the cluster stands.',
        ko: 'jihun 님이 중단했습니다. 클러스터 상태는 `/pks etcd-status`로 확인하세요.',
      },
    }));
  test('saved where it only saves and one snapshot was done', async () => {
    const start = {
      cure: 'snapshot-survivors',
      cast: { leader: null, follower: null, answering: [follower], silent: [] },
    } as const;
    const saved = await ended([began('snapshot-8cdf6298'), settled('snapshot-8cdf6298', { facts: {} })], {
      start,
    });
    expect(saved.event).toMatchObject({
      outcome: 'saved',
      words: { en: expect.stringContaining('Saved 1 of 1 masters') },
    });
    expect((await ended([], { start })).event.outcome).toBe('failed');
  });
  test('not where somebody wrote meanwhile', async () =>
    expect((await ended(verified, { moved: true })).onward).toBe('on'));
});

test.for<[string, readonly RunEvent[], Resurrection, string]>([
  ['on', switched, 'on', 'on'],
  ['off', switched, 'off', 'STILL OFF, Director-wide. Put it back: bosh update-resurrection on'],
  [
    'not told, and put back',
    [...switched, began('resurrection-back'), settled('resurrection-back')],
    'unknown',
    'switched on again; this Director does not tell its state',
  ],
  [
    'not told, and not put back',
    switched,
    'unknown',
    'switched off by this run and not on again, Director-wide; this Director does not tell its state. To put it back: bosh update-resurrection on',
  ],
  [
    'not told, and its putting back failed',
    [...switched, began('resurrection-back'), settled('resurrection-back', { outcome: 'failed' })],
    'unknown',
    'switched off by this run and not on again, Director-wide; this Director does not tell its state. To put it back: bosh update-resurrection on',
  ],
])('resurrection that this run switched is told as it is now: %s', async ([, events, now, words]) => {
  const { event, asked } = await ended([...events, ...verified], { now });
  expect(event.facts.resurrection?.en).toBe(words);
  expect(asked).toHaveLength(1);
});
