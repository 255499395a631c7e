import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/engine/reconcile.ts';
import { keepEnd } from '../../src/engine/result-cache.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { ranOf } from '../readings/ran.ts';
import { aborted } from '../support/a-click.ts';
import { began, jihun } from '../support/a-run.ts';
import { aTurn } from '../support/a-turn.ts';

const abort = aborted(jihun);
const task: RunEvent = { kind: 'task', step: 'act', attempt: 1, task: '104' };
const noted = (about: 'followed' | 'unreachable'): RunEvent => ({
  kind: 'noted',
  step: 'act',
  about,
  words: { en: 'said', ko: '말함' },
});
const reconciled = async (world: Parameters<typeof aTurn>[0] = {}, lost = false) => {
  const turn = aTurn({ events: [began('act')], ...world });
  if (lost) keepEnd(turn.turn, '7f3a-act-1', ranOf(['govc'], { end: 'lost', exitCode: null }));
  const onward = await reconcile(turn.turn, turn.at);
  return { ...turn, onward, all: turn.events() };
};
const words = (event: RunEvent | undefined) =>
  event?.kind === 'noted' ? event.words : expect.fail(`${event?.kind}`);

describe('an intent without an end', () => {
  test('never started and never will, once its claim is burnt', async () => {
    for (const world of [
      { look: async () => ({ state: 'never-started' }) },
      { look: async () => ({ state: 'burnt' }) },
    ]) {
      const { all, onward } = await reconciled(world);
      expect(onward).toBe('on');
      expect(all).toEqual([
        {
          kind: 'never-started',
          step: 'act',
          attempt: 1,
          words: {
            en: 'The bot stopped before this command started; it can’t start late any more.',
            ko: '명령이 시작되기 전에 봇이 멈췄습니다. 뒤늦게 시작될 수 없습니다.',
          },
        },
      ]);
    }
  });
  test('is what the fence found when it was burnt', async () => {
    const { all } = await reconciled({
      look: async () => ({ state: 'never-started' }),
      burn: async () => ({ state: 'running' }),
    });
    expect(all.map(each => each.kind)).toEqual(['noted', 'ended']);
  });
  test('of a hold is begun again', async () => {
    const hold = { ...began('act'), argv: [], claim: '' } as ReturnType<typeof began>;
    expect((await reconciled({ events: [hold] })).all[0]).toMatchObject({ kind: 'never-started' });
  });
  test('is asked about at once, and only after a pause where the connection has just gone', async () => {
    const over = { look: async () => ({ state: 'burnt' }) };
    expect((await reconciled(over)).turn.engine.clock.elapsed()).toBe(0);
    expect((await reconciled(over, true)).turn.engine.clock.elapsed()).toBe(1000);
  });
  test('is followed to its end where it runs, and a restart is told', async () => {
    const { all, onward } = await reconciled({
      events: [began('act'), task],
      look: async () => ({ state: 'running' }),
    });
    expect(onward).toBe('on');
    expect(words(all[0])).toEqual({
      en: 'The bot was restarted; this command (task 104) is still running and is followed to its end.',
      ko: '봇이 재시작되었습니다. 이 명령은 (task 104) 계속 실행 중이라 끝까지 지켜봅니다.',
    });
    expect(all[1]).toMatchObject({ kind: 'ended', end: 'exited' });
  });
  test('is read where it was over, and a lost connection is told once', async () => {
    const over = { look: async () => ({ state: 'ended', ran: ranOf(['govc']) }) };
    expect(words((await reconciled(over, true)).all[0]).en).toBe(
      'The connection to the jump host was lost; this command was over already and its result is read.',
    );
    const again = await reconciled({ ...over, events: [began('act'), noted('followed')] }, true);
    expect(again.all.map(each => each.kind)).toEqual(['ended']);
    const restarted = await reconciled({ ...over, events: [began('act'), noted('followed')] });
    expect(restarted.all.map(each => each.kind)).toEqual(['noted', 'ended']);
  });
  test('is unknown where no exit code was left', async () =>
    expect((await reconciled()).all[0]).toMatchObject({
      kind: 'settled',
      outcome: 'done',
      words: { en: expect.stringContaining('Its end was not seen (x)') },
    }));
});

describe('a jump host that can’t be asked', () => {
  const away = (answers = 1_000) => {
    let asks = 0;
    return async () => {
      if (asks++ < answers) throw new Error('no route to host');
      return { state: 'ended', ran: ranOf(['govc']) };
    };
  };
  test('is asked again until it answers, and that it is away is told once', async () => {
    const { all } = await reconciled({ look: away(3) });
    expect(all.map(each => (each.kind === 'noted' ? each.about : each.kind))).toEqual([
      'unreachable',
      'followed',
      'ended',
    ]);
    expect(words(all[0]).en).toContain(
      'The jump host cannot be asked what became of this command: no route to host. It may be running there.',
    );
  });
  test('for longer than 30 s waits for a person', async () => {
    const { all, onward } = await reconciled({ look: away() });
    expect(onward).toBe('parked');
    expect(all.map(each => each.kind)).toEqual(['noted', 'asked']);
    expect(all[1]).toMatchObject({
      ask: 'stuck',
      why: {
        en: expect.stringContaining(
          'The jump host still cannot be asked what became of this command: no route to host.',
        ),
      },
    });
  });
  test('is not told again where it was told since the command began', async () =>
    expect(
      (await reconciled({ events: [began('act'), noted('unreachable')], look: away() })).all.map(
        each => each.kind,
      ),
    ).toEqual(['asked']));
  test('is not waited for after an abort', async () => {
    const { all } = await reconciled({
      events: [began('act'), abort],
      look: async () => Promise.reject('gone'),
    });
    expect(all.at(-1)).toMatchObject({
      kind: 'settled',
      outcome: 'failed',
      words: {
        en: expect.stringContaining(
          'Aborted while the jump host could not be asked what became of this command (gone)',
        ),
      },
    });
    expect(all).toHaveLength(2);
  });
});
