import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Message, messageDigest, type Page } from '../../../src/adapters/slack/message.ts';
import { type Edited, editedNow, nextMove } from '../../../src/adapters/slack/next-move.ts';
import { betweenEditsMs } from '../../../src/model/sent.ts';
import type { Posted } from '../../../src/ports/outbox.ts';

const message = (index: number, text: string, urgent: boolean): Message => ({
  key: index === 0 ? 'headline' : `step/${index}`,
  inThread: index > 0,
  urgent,
  text,
  blocks: [],
});
const page = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()), { minLength: 1, maxLength: 8 })
  .map(
    (parts): Page => ({
      channel: 'C1',
      since: 0,
      seq: 1,
      live: false,
      messages: parts.map(([text, urgent], index) => message(index, text, urgent)),
    }),
  );

const standingOf = (page: Page, count: number): Map<string, Posted> =>
  new Map(
    page.messages
      .slice(0, count)
      .map(each => [
        each.key,
        { run: 'r', key: each.key, channel: 'C1', ts: `old ${each.key}`, digest: messageDigest(each) },
      ]),
  );

/** Plays the moves to their end and answers the keys in the order in which they were posted. */
const play = (page: Page, postedMessages: Map<string, Posted>): string[] => {
  const edited = new Map<string, Edited>([...postedMessages.keys()].map(key => [key, { at: 0, ticks: 0 }]));
  const posted: string[] = [];
  let at = 500;
  for (let moves = 0; moves < 60; moves++) {
    const move = nextMove(page, postedMessages, edited, at);
    if (move.do === 'nothing') return posted;
    if (move.do === 'wait') {
      expect(move.until).toBeGreaterThan(at);
      at = move.until;
      continue;
    }
    const { key, inThread } = move.message;
    if (move.do === 'edit') expect(at - (edited.get(key)?.at ?? 0)).toBeGreaterThanOrEqual(betweenEditsMs);
    else expect(move.thread).toBe(inThread ? postedMessages.get('headline')?.ts : null);
    if (move.do === 'post') posted.push(key);
    edited.set(key, editedNow(move.message, edited.get(key), at));
    postedMessages.set(key, { run: 'r', key, channel: 'C1', ts: `ts ${key}`, digest: move.digest });
  }
  throw new Error('it never comes to an end');
};

test('from any beginning the channel comes to the page, in order, with no message edited twice in 1.2 s', () => {
  fc.assert(
    fc.property(page, page, fc.nat({ max: 8 }), (now, before, stood) => {
      const postedMessages = standingOf(before, stood);
      const missing = now.messages.map(each => each.key).filter(key => !postedMessages.has(key));
      expect(play(now, postedMessages)).toEqual(missing);
      for (const each of now.messages) expect(postedMessages.get(each.key)?.digest).toBe(messageDigest(each));
    }),
  );
});
