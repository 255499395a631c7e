import { expect, test } from 'vitest';
import { missingInChannel } from '../../drill/channel-complete.ts';
import type { Message } from '../../drill/slack/state.ts';
import { metadata } from '../../src/adapters/slack/message.ts';
import { approved, asked, began, entries, finished, seoyeon, settled, started } from '../support/a-run.ts';

const answer = { ...approved('move-leader', seoyeon), via: 'cli' as const };
const events = [
  started(),
  asked('move-leader'),
  answer,
  began('move-leader'),
  settled('move-leader'),
  finished(),
];
const record = entries(events).map(entry => ({ ...entry, hash: `${entry.seq}`.repeat(64) }));

const message = (key: string, afterSeconds: number, texts: readonly string[] = []): Message => ({
  ...{
    channel: 'C',
    user: 'U0PKSBOT',
    text: '',
    attached: [],
    threadTs: null,
    onlyFor: null,
    editedTs: null,
  },
  ...{ files: [], reactions: [], earlier: [] },
  ts: String((record[0]?.at ?? 0) / 1000 + afterSeconds),
  blocks: texts.map(text => ({ type: 'section', text })),
  metadata: metadata('7f3a', key, { seq: 6, hash: '6'.repeat(64) }),
});
const step = ['U0APPROVER1 answered on the command line of the bot'];
const channel = [message('headline', 1), message('step/move-leader', 3, step), message('summary', 11)];

test('a channel that shows each step, each answer and the end, in their order and up to the last entry, is complete', () => {
  expect(missingInChannel(record, channel)).toEqual([]);
});

test('a message, an answer, its place, the order, the mark of a late one or the last entry that is missing is told', () => {
  const [headline, moved, summary] = channel as [Message, Message, Message];
  const lacks = (...messages: readonly Message[]) => missingInChannel(record, messages);
  expect(lacks(headline, summary)).toEqual(['step/move-leader', "seoyeon's answer to move-leader"]);
  expect(lacks(headline, message('step/move-leader', 3, ['U0APPROVER1']), summary)).toEqual([
    "seoyeon's answer to move-leader",
  ]);
  expect(lacks(headline, moved, message('summary', 2))).toEqual(['the order']);
  expect(lacks(headline, moved, message('summary', 60))).toEqual(['that summary was posted late']);
  expect(lacks(headline, moved, message('summary', 60, ['it was posted late']))).toEqual([]);
  const behind = channel.map(each => ({
    ...each,
    metadata: metadata('7f3a', 'headline', { seq: 5, hash: '5' }),
  }));
  expect(lacks(...behind)).toContain('entry 6');
  expect(missingInChannel([], channel)).toEqual(['the record']);
});
