import { describe, expect, test } from 'vitest';
import { isOfTheRun, standsStill } from '../../src/engine/run-trouble.ts';
import { JournalTrouble, type TroubleKind } from '../../src/ports/journal.ts';
import type { RunRow } from '../../src/ports/run-row.ts';
import { same } from '../../src/words.ts';

const trouble = (kind: TroubleKind) =>
  new JournalTrouble({ trouble: kind, place: 'x', words: { en: 'It is broken.', ko: '고장.' } });
const row = { run: '7f3a', cluster: 'dev-1' } as RunRow;

test.for(['full', 'read-only', 'away', 'busy', 'refused'] as const)(
  'a store that is %s is no run’s own trouble',
  kind => expect(isOfTheRun(trouble(kind))).toBe(false),
);

test('a record that cannot be read is a run’s own trouble, and so is a fault of the bot’s', () => {
  expect(isOfTheRun(trouble('unreadable' as TroubleKind))).toBe(true);
  expect(isOfTheRun(new Error('x'))).toBe(true);
  expect(isOfTheRun('x')).toBe(true);
});

describe('a run that stands still', () => {
  test('says why in the journal’s own words', () =>
    expect(standsStill(row, trouble('unreadable' as TroubleKind))).toEqual({
      en: 'Run 7f3a of dev-1 stands still, and nothing of it is begun. It is broken. It is looked at again once a minute; other runs go on.',
      ko: 'dev-1 복구 7f3a가 멈췄으며 이 복구에서는 아무것도 시작하지 않습니다. 고장. 1분마다 다시 확인하며 다른 복구는 계속됩니다.',
    }));
  test('says what failed, and what to do next', () => {
    expect(standsStill(row, new Error('no such step')).en).toContain(
      'This bot failed on its record: no such step. Read the bot’s log',
    );
    expect(standsStill(row, 'odd').ko).toContain('봇이 기록을 처리하지 못했습니다: odd.');
    expect(same('x').en).toBe('x');
  });
});
