import { expect, test } from 'vitest';
import { doctorCard } from '../../src/messages/doctor-card.ts';
import { same } from '../../src/words.ts';
import { textsOf } from '../support/block-texts.ts';

const bosh = { tool: 'bosh', version: '7.10.8', words: same('bosh 7.10.8') };
const director = { tool: 'Director', version: '271.2.0', words: same('Director p-bosh 271.2.0') };
const vCenter = {
  tool: 'vCenter',
  version: null,
  words: { en: 'vCenter refuses the login.', ko: 'vCenter가 로그인을 거부했습니다.' },
};
const shown = (tools: Parameters<typeof doctorCard>[0], locale: 'en' | 'ko' = 'en') =>
  textsOf(doctorCard(tools, locale).blocks).join('');

test('each tool that is there is named once, with its release', () => {
  const text = shown([bosh, director]);
  expect(text).toContain('All that was asked is well');
  expect(text.split('bosh 7.10.8')).toHaveLength(2);
  expect(text).toContain('Director p-bosh 271.2.0');
});

test('a card on which all is well claims nothing of what it did not ask, and says what that is', () => {
  expect(shown([bosh])).not.toMatch(/[Ee]verything/);
  expect(shown([bosh])).toContain('Not asked here: what the Director lets this login do');
  expect(shown([bosh], 'ko')).toContain('여기서 확인하지 않는 것');
});

test('what a recovery can do without is neither good nor wrong, and stands last', () => {
  const text = shown([{ ...vCenter, needed: false }, bosh]);
  expect(text).toContain('All that was asked is well');
  expect(text.indexOf('bosh 7.10.8')).toBeLessThan(text.indexOf('– vCenter'));
});

test('what is wrong comes first, with its name and what to do', () => {
  const text = shown([bosh, vCenter]);
  expect(text).toContain('A recovery would not get far');
  expect(text.indexOf('vCenter refuses the login.')).toBeLessThan(text.indexOf('bosh 7.10.8'));
  expect(text).toContain('✗ vCenter vCenter refuses the login.');
  expect(shown([vCenter], 'ko')).toContain('이대로는 복구를 진행할 수 없습니다');
});
