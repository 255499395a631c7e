import { describe, expect, test } from 'vitest';
import { downtimeOf, noteReturn } from '../../src/engine/downtime.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { same } from '../../src/words.ts';
import { approved, asked, began, ended, entries, seoyeon, started, startedAt } from '../support/a-run.ts';

const minute = 60_000;
const noon = Date.parse('2026-11-25T12:00:00Z');
const away: RunEvent = { kind: 'noted', about: 'away', step: null, words: same('away') };
const said = (events: readonly RunEvent[], { nobodySince = noon, at = noon + minute } = {}) => {
  const event = downtimeOf(entries([started(), ...events]), { run: '7f3a', epoch: 2, at, nobodySince });
  return event?.kind === 'noted' ? event : null;
};

describe('a run that nobody drove for a while', () => {
  test.for<[string, readonly RunEvent[], string, string | null]>([
    [
      'looks for a command that was begun',
      [began('recreate')],
      'Recreate master/9b8ad6e0 without converging was begun and is looked for on the jump host now; it is not started twice',
      'recreate',
    ],
    [
      'reads the cluster back after a command that was over',
      [began('recreate'), ended('recreate')],
      'the command of Recreate master/9b8ad6e0 without converging was over; the cluster is read back now',
      'recreate',
    ],
    [
      'says that nothing was started',
      [approved('recreate', seoyeon)],
      'nothing was started meanwhile',
      'snapshot',
    ],
  ])('%s', ([, events, doing, step]) => {
    // Steps before it are over, so that it is the run's current one.
    const before = events.some(each => each.kind === 'began')
      ? (['snapshot', 'move-leader'] as const).flatMap(id => [
          began(id),
          { ...ended(id) },
          { kind: 'settled', step: id, attempt: 1, outcome: 'done', words: same('x'), facts: {} } as RunEvent,
        ])
      : [];
    expect(said([...before, ...events])).toEqual({
      kind: 'noted',
      about: 'away',
      step,
      words: {
        en: `No bot drove this run from 2026-11-25 12:00:00 UTC to 2026-11-25 12:01:00 UTC: ${doing}. Approvals given before count.`,
        ko: expect.stringMatching(
          /^2026-11-25 12:00:00 UTC부터 2026-11-25 12:01:00 UTC까지 이 복구를 진행하는 봇이 없었습니다: .*\. 그 전의 승인은 유효합니다\.$/,
        ),
      },
    });
  });
  test('says nothing of less than five seconds', () => {
    expect(said([began('snapshot')], { at: noon + 4_999 })).toBeNull();
    expect(said([began('snapshot')], { at: noon + 5_000 })).not.toBeNull();
  });
  test('says it again only after something else was written', () => {
    expect(said([began('snapshot'), away])).toBeNull();
    expect(said([away, began('snapshot')])).not.toBeNull();
    expect(said([began('snapshot'), { ...away, about: 'followed' } as RunEvent])).not.toBeNull();
  });
});

/** What a bot that starts writes on runs that wait. */
const returned = async (
  events: readonly RunEvent[],
  more: { lastThere?: number | null; now?: number; awake?: boolean; moved?: boolean; fails?: boolean } = {},
) => {
  const {
    lastThere = startedAt,
    now = startedAt + 10 * minute,
    awake = false,
    moved = false,
    fails = false,
  } = more;
  const wrote: { events: readonly RunEvent[]; as: unknown }[] = [];
  const lines: string[] = [];
  const all = entries([started(), ...events]);
  const journal = {
    now: async () => now,
    rows: async () => [{ run: '7f3a', awake }],
    read: async () => (fails ? Promise.reject(new Error('unreadable')) : all),
    write: async (what: (typeof wrote)[number]) => {
      wrote.push(what);
      return moved ? { ok: false, why: 'moved' } : { ok: true, entries: [] };
    },
  };
  await noteReturn({ journal, log: (line: string) => void lines.push(line) } as unknown as Engine, lastThere); // nothing else is reached
  const [event] = wrote[0]?.events ?? [];
  return { wrote, lines, words: event?.kind === 'noted' ? event.words : null };
};
const waiting = [asked('snapshot')];

describe('a run that waits for a person, when a bot comes back', () => {
  test('says from when to when nobody was there, by its last entry or a bot’s last sign of life', async () => {
    const { words, wrote } = await returned(waiting);
    expect(words).toEqual({
      en: 'No bot was there from 2020-08-05 03:29:13 UTC to 2020-08-05 03:39:11 UTC. It is back, and this run still waits for an answer to Snapshot of a healthy follower: what was clicked meanwhile may not have arrived, so click again. Answers given before count.',
      ko: '2020-08-05 03:29:13 UTC부터 2020-08-05 03:39:11 UTC까지 봇이 없었습니다. 이제 돌아왔으며, 이 복구는 정상 팔로워에서 스냅샷 단계의 응답을 계속 기다리고 있습니다. 그 사이에 누른 버튼은 전달되지 않았을 수 있으니 다시 눌러 주세요. 그 전의 응답은 유효합니다.',
    });
    expect(wrote[0]?.as).toEqual({ expectSeq: 2 });
    expect((await returned(waiting, { lastThere: startedAt + minute })).words?.en).toContain(
      'from 2020-08-05 03:30:11 UTC to',
    );
  });
  test('says nothing after less than fifteen seconds, or where nobody knows since when', async () => {
    expect((await returned(waiting, { now: startedAt + 14_999 })).wrote).toEqual([]);
    expect((await returned(waiting, { now: startedAt + 15_000 })).wrote).toHaveLength(1);
    expect((await returned(waiting, { lastThere: null })).wrote).toEqual([]);
  });
  test('says nothing where a driver is about to look, or nobody is asked', async () => {
    expect((await returned(waiting, { awake: true })).wrote).toEqual([]);
    expect((await returned([began('snapshot')])).wrote).toEqual([]);
  });
  test('says it once an hour', async () => {
    const events = [...waiting, away];
    const saidAt = startedAt + 4_000;
    expect((await returned(events, { now: saidAt + 60 * minute - 1 })).wrote).toEqual([]);
    expect((await returned(events, { now: saidAt + 60 * minute })).wrote).toHaveLength(1);
    expect((await returned([...waiting, { ...away, about: 'followed' } as RunEvent])).wrote).toHaveLength(1);
  });
  test('leaves it to whoever wrote first, and to no bot’s start', async () => {
    expect((await returned(waiting, { moved: true })).lines).toEqual([
      'run 7f3a: somebody wrote first; its card says nothing of the absence',
    ]);
    expect((await returned(waiting, { fails: true })).lines).toEqual([
      'run 7f3a: its card says nothing of the absence: Error: unreadable',
    ]);
  });
});
