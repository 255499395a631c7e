import { expect, test } from 'vitest';
import { clockTime } from '../../src/approvals/times.ts';
import { notice } from '../../src/messages/notices.ts';
import { same } from '../../src/words.ts';

test('a moment in a sentence is drawn by Slack in the reader’s own time zone', () => {
  const at = Date.UTC(2026, 10, 29, 18, 12, 5);
  const { blocks } = notice('🚫', same(`Run 7f3a ended at ${clockTime(at)} (healed).`), 'en');
  expect(JSON.stringify(blocks)).toContain(`"type":"date","timestamp":${at / 1000}`);
  expect(JSON.stringify(blocks)).not.toMatch(/"text":"[^"]*UTC/);
});
