import { expect, test } from 'vitest';
import { drawRun } from '../../src/messages/draw-run.ts';
import { alice, approved, aRun, asked, began, settled } from '../support/a-run.ts';
import { buttonsOf, readAloud } from '../support/block-texts.ts';

const two = { healthy: 2, down: 1, quorum: 2, of: 3, during: 1 };
const one = { healthy: 1, down: 2, quorum: 2, of: 3, during: 2 };
const inOutage = [
  began('snapshot'),
  settled('snapshot'),
  asked('move-leader', { members: two }),
  began('move-leader'),
  settled('move-leader'),
  asked('recreate', { members: one, ownOutage: true, to: [{ group: 'S0APPROVERS' }] }),
];
const cardsOf = (run: ReturnType<typeof aRun>, locale: 'en' | 'ko' = 'en') =>
  Object.fromEntries(drawRun(run, null, locale).map(({ key, blocks }) => [key, blocks]));

test('while the run itself keeps etcd down, ask and headline are red, say since when, and name the click that ends it', () => {
  const run = aRun(...inOutage);
  for (const key of ['headline', 'step/recreate']) {
    expect(readAloud(cardsOf(run)[key] ?? [])).toMatch(
      /🔴 This run keeps etcd down: no writes since \d\d:\d\d:\d\d UTC\. “Approve” ends it\./,
    );
    expect(readAloud(cardsOf(run, 'ko')[key] ?? [])).toMatch(
      /쓰기 중단: .*부터\. “승인”을 누르면 끝납니다\./,
    );
  }
  expect(readAloud(cardsOf(run).headline ?? [])).toMatch(/^🔴 etcd recovery/);
});

test('once it is answered the card is not red, and calls nobody', () => {
  const cards = cardsOf(aRun(...inOutage, approved('recreate', alice)));
  expect(readAloud(cards['step/recreate'] ?? [])).not.toMatch(/🔴|your answer is needed/);
  expect(readAloud(cards.headline ?? [])).not.toContain('🔴');
});

test('an approval that costs quorum is red and says so, and nothing beside it is advised', () => {
  const cards = cardsOf(aRun(began('snapshot'), settled('snapshot'), asked('move-leader', { members: two })));
  const buttons = buttonsOf(cards['step/move-leader']);
  expect(buttons.map(({ style }) => style)).toEqual(['danger', 'danger']);
  expect(readAloud(cards['step/move-leader'] ?? [])).toContain('Approve (quorum is lost)');
});
