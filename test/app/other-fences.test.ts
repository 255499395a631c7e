import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGuards } from '../../src/app/guards.ts';
import { drive } from '../../src/engine/drive.ts';
import { startDriver } from '../../src/engine/driver.ts';
import { doctorCard } from '../../src/messages/doctor-card.ts';
import { currentStep } from '../../src/runs/run.ts';
import { heldWords } from '../../src/watch/other-fences.ts';
import { type PresenceOptions, startPresence } from '../../src/watch/presence.ts';
import { seoyeon } from '../support/a-run.ts';
import { fastClock } from '../support/fast-clock.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';

/** What bots share, and its clock. */
const aStore = () => {
  const kept = new Map<string, unknown>();
  const store = { time: 1_750_000_000_000 };
  const journal = {
    recallAll: async (prefix: string) =>
      new Map(
        [...kept]
          .filter(([key]) => key.startsWith(prefix))
          .map(([key, value]) => [key.slice(prefix.length), value]),
      ),
    forget: async (key: string) => void kept.delete(key),
    remember: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    recall: async (key: string) => kept.get(key),
    now: async () => store.time,
  };
  const bot = (name: string, fence?: string | null, more: PresenceOptions = {}) =>
    startPresence(journal, name, () => {}, {
      ...(fence === undefined
        ? {}
        : { fence: async () => fence ?? Promise.reject(new Error('the jump host is away')) }),
      ...more,
    });
  return { store, journal, bot };
};

describe('another bot on the store', () => {
  test('with another fence is a stranger, either way; one with the same folder is none', async () => {
    const { bot } = aStore();
    const one = await bot('a/1', 'folder-1');
    const same = await bot('b/1', 'folder-1');
    expect([await one.otherFences(), await same.otherFences()]).toEqual([[], []]);
    const other = await bot('c/1', 'folder-2');
    expect(await one.otherFences()).toEqual(['c/1']);
    expect(await same.otherFences()).toEqual(['c/1']);
    expect(await other.otherFences()).toEqual(['a/1', 'b/1']);
  });

  test('of an earlier version, which does not say behind which fence it is, is a stranger', async () => {
    const { bot } = aStore();
    await bot('old/1');
    expect(await (await bot('a/1', 'folder-1')).otherFences()).toEqual(['old/1']);
  });

  test('that cannot ask its jump host begins nothing, so it keeps nobody, and knows no stranger itself', async () => {
    const { bot } = aStore();
    const blind = await bot('a/1', null);
    const one = await bot('b/1', 'folder-1');
    expect([await one.otherFences(), await blind.otherFences()]).toEqual([[], []]);
  });

  test.each(['a goodbye', 'half a minute of silence', 'a death that this host can see'])(
    'is none after %s',
    async how => {
      const { bot, store } = aStore();
      const gone = await bot('a/1', 'folder-1', { processes: { own: 'p-1', isGone: () => false } });
      const isGone = (process: string) => how.startsWith('a death') && process === 'p-1';
      const one = await bot('b/1', 'folder-2', { processes: { own: 'p-2', isGone } });
      if (how === 'a goodbye') await gone.leave();
      if (how.startsWith('half')) store.time += 31_000;
      expect(await one.otherFences()).toEqual([]);
    },
  );
});

test('that the fences differ is said once in the log and in the channel, and taken back once they do not', async () => {
  const { journal, bot } = aStore();
  const lines: string[] = [];
  const shown = new Map<string, string>();
  const web = {
    chat: {
      postMessage: async ({ text }: { text: string }) => {
        shown.set(String(shown.size), text);
        return { ts: String(shown.size - 1) };
      },
      update: async ({ ts, text }: { ts: string; text: string }) => void shown.set(ts, text),
    },
  };
  const slack = { web, onHello: () => {}, reconnect: async () => {} };
  const other = await bot('host-b/1', 'folder-2');
  const own = { fence: async () => 'folder-1' };
  const telling = {
    channels: () => ['C1'],
    locale: 'en',
    clock: fastClock(1),
    log: (line: string) => void lines.push(line),
  };
  const guards = await startGuards(
    { ...telling, slack } as unknown as Parameters<typeof startGuards>[0], // of Slack no more than this is reached
    { slack, token: '', journal, name: 'host-a/1', own, pace: { lookMs: 10 } } as unknown as Parameters<
      typeof startGuards
    >[1], // nor of these
    () => {},
  );
  expect(guards.held()).toEqual(heldWords(['host-b/1']));
  const until = async (what: () => boolean) => {
    while (!what()) await new Promise(resolve => setTimeout(resolve, 5));
  };
  await until(() => shown.size === 1);
  expect(shown.get('0')).toMatch(
    /^⚠️ Bots on this store stand behind different fences: host-b\/1 uses another JUMP_HOST/,
  );
  await other.leave();
  await until(() => guards.held() === null && shown.get('0')?.startsWith('✅') === true);
  expect(shown.size).toBe(1);
  expect(lines.filter(line => line.includes('different fences'))).toHaveLength(1);
  await guards.stop();
});

describe('a bot that is held by another one’s fence', () => {
  let world: SmallWorld;
  beforeEach(() => {
    world = smallWorld();
  });
  afterEach(() => world.close());
  const words = heldWords(['host-b/1']);

  test('takes clicks and says why nothing moves, drives nothing, and goes on where it was once it may', async () => {
    const bot = await world.bot();
    const run = await bot.start();
    await bot.untilAsked(run);
    let held = true;
    let asks = 0;
    const isHeld = () => {
      asks++;
      return held ? words : null;
    };
    let claims = 0;
    const claim = (id: string) => {
      claims++;
      return bot.engine.journal.claim(id);
    };
    const engine = { ...bot.engine, journal: { ...bot.engine.journal, claim }, held: isHeld };
    const desk = bot.deskOver(engine);
    const driver = startDriver(engine);
    const asked = currentStep(await bot.run(run));
    const click = {
      run,
      step: asked?.planned.id ?? '',
      attempt: asked?.attempt ?? 0,
      nonce: (asked?.asked?.digest ?? '').slice(0, 16),
      answer: 'approve',
      by: seoyeon,
      via: 'button',
    } as const;
    expect(await desk.answer(click)).toMatchObject({
      ok: true,
      words: { en: expect.stringContaining(words.en) },
    });
    expect(
      await desk.recover({ cluster: 'dev-1', cure: null, by: seoyeon, channel: 'C0INCIDENT42' }),
    ).toEqual({ ok: false, words });
    expect(await desk.snapshot({ cluster: 'dev-1', by: seoyeon, channel: 'C0INCIDENT42' })).toEqual({
      ok: false,
      words,
    });
    const before = (await bot.run(run)).seq;
    // The driver has looked at the run, which is awake, again and again.
    for (const from = asks; asks < from + 3; ) await new Promise(resolve => setTimeout(resolve, 5));
    expect((await bot.run(run)).seq).toBe(before);
    // It does not take the run either, which would keep another bot from it.
    expect(claims).toBe(0);
    held = false;
    while ((await bot.run(run)).seq === before) await new Promise(resolve => setTimeout(resolve, 5));
    await driver.stop();
  });

  test('lets go between two moves of a run that it drives', async () => {
    const bot = await world.bot();
    const run = await bot.start();
    let asks = 0;
    await drive({ ...bot.engine, held: () => (++asks > 1 ? words : null) }, run);
    const row = await bot.journal.row(run);
    expect(row).toMatchObject({ finishedAt: null, awake: true });
    expect(
      (await bot.run(run)).steps.filter(step => step.began || step.settled || step.asked).length,
    ).toBeLessThan(2);
    expect((await bot.untilAsked(run)).steps.some(step => step.state === 'asking')).toBe(true);
  });

  test('says so in /pks doctor', async () => {
    const bot = await world.bot();
    const seen = await bot.deskOver({ ...bot.engine, held: () => words }).doctor();
    expect(seen[0]).toEqual({ tool: 'JUMP_HOST', version: null, words });
    expect(JSON.stringify(doctorCard(seen, 'ko'))).toContain('서로 다른 점프 호스트 기록 폴더');
    expect((await bot.desk.doctor())[0]?.tool).toBe('bosh');
  });
});
