import { expect, test } from 'vitest';
import { overflowing } from './overflow.ts';
import { type Person, patienceMs, wordsOf } from './person.ts';
import { picture } from './pictures.ts';
import { setStage } from './stage.ts';
import { until } from './until.ts';

const stage = setStage('korean', '--etcd', 'modelled', '--lang', 'ko', '--hold', '1');
const narrow = { width: 900, height: 1100 };
const wide = { width: 1500, height: 1100 };
let minji: Person;
let jihun: Person;

/** In a small window and in a large one: nothing sticks out, however long the words are. */
const fits = async (person: Person, name: string): Promise<void> => {
  for (const [kind, size] of [
    ['narrow', narrow],
    ['wide', wide],
  ] as const) {
    await person.page.setViewportSize(size);
    expect(await overflowing(person.page)).toEqual([]);
    await picture(person.page, `${name}-${kind}`);
  }
};

test('the status card speaks Korean, and long CIDs wrap where its details are unfolded', async () => {
  jihun = await stage.enter('onCall');
  await jihun.type('/pks etcd-status');
  await jihun.statusCard.waitFor();
  const card = await wordsOf(jihun.statusCard);
  for (const word of ['raft 로그', '리더', '팔로워', '복구 시작']) expect(card).toContain(word);
  await fits(jihun, '30-ko-status');
  const folded = jihun.statusCard.locator('details:not([open]) > summary');
  while ((await folded.count()) > 0) await folded.first().click();
  await jihun.statusCard.locator('.actions').scrollIntoViewIfNeeded();
  await fits(jihun, '31-ko-details');
});

test('the plan and the question in the thread speak Korean and fit', async () => {
  await jihun.type('/pks recover');
  await jihun.headline.waitFor();
  expect(await wordsOf(jihun.headline.locator('.plan'))).toContain('계획');
  await fits(jihun, '32-ko-plan');
  await jihun.openThread();
  await jihun.approve.waitFor();
  expect(await wordsOf(jihun.approve)).toBe('승인');
  expect(await wordsOf(jihun.asking)).toContain('승인 대기');
  await fits(jihun, '33-ko-asking');
});

test('a guest who clicks Approve is told in Korean that only members may, and that nothing ran', async () => {
  minji = await stage.enter('guest', narrow);
  await minji.openThread();
  await minji.approve.click();
  await until('a private answer', async () => (await minji.told.count()) > 0, patienceMs);
  expect(await wordsOf(minji.told.last())).toContain('구성원만 사용할 수 있습니다');
  await fits(minji, '34-ko-guest');
});

test('an approval in Korean runs the step, and the result is Korean too', async () => {
  const seoyeon = await stage.enter('approver1');
  await seoyeon.openThread();
  const ts = await seoyeon.asking.getAttribute('data-ts');
  await seoyeon.approveOnce();
  const step = seoyeon.thread.locator(`article[data-ts="${ts}"]`);
  await until('its result', async () => (await wordsOf(step)).includes('확인 결과'), patienceMs);
  await fits(seoyeon, '35-ko-result');
});
