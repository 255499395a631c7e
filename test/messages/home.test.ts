import { expect, test } from 'vitest';
import { actionIds } from '../../src/messages/button-value.ts';
import { home } from '../../src/messages/home.ts';
import { aRun, asked, started } from '../support/a-run.ts';

const waiting = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ...aRun(started(), asked('snapshot')), id: `run-${n}` }));
const drawn = (count: number, locale: 'en' | 'ko' = 'en') => {
  const addresses = new Map(waiting(count).map(({ id }) => [id, `https://workspace.slack.com/${id}`]));
  return home({ runs: waiting(count), looks: [], addresses }, locale);
};

test('however much waits, above each button of the App Home stands its command, and the rest is linked', () => {
  for (const count of [1, 4, 20]) {
    const { blocks } = drawn(count);
    expect(blocks.length).toBeLessThanOrEqual(100);
    const buttons = blocks.filter(block => JSON.stringify(block).includes(actionIds.approve));
    expect(buttons).toHaveLength(Math.min(count, 4));
    const body = JSON.stringify(blocks);
    expect(body.split('rich_text_preformatted').length - 1).toBeGreaterThanOrEqual(buttons.length);
    for (let n = 0; n < count; n++) expect(body).toContain(`https://workspace.slack.com/run-${n}`);
  }
});
