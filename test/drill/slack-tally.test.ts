import { expect, test } from 'vitest';
import type { Wire } from '../../drill/slack/state.ts';
import { slackTallyFrom } from '../../drill/slack-tally.ts';

test('what the bot posted and edited is counted from then on, as far as Slack took it', () => {
  const wires: Wire[] = [];
  let nth = 0;
  const add = (what: string, ok = true, way: Wire['way'] = 'from app') =>
    wires.push({ nth: ++nth, at: 0, way, what, sent: {}, answer: { ok }, ms: 0 });
  add('chat.postMessage');
  const tally = slackTallyFrom(() => wires);
  expect(tally()).toEqual({ messagesPosted: 0, messagesEdited: 0 });
  add('chat.postMessage');
  add('chat.update');
  add('chat.update');
  add('chat.update', false);
  add('chat.postEphemeral');
  add('chat.postMessage', true, 'to app');
  expect(tally()).toEqual({ messagesPosted: 1, messagesEdited: 2 });
  wires.shift(); // it keeps the newest alone
  expect(tally()).toEqual({ messagesPosted: 1, messagesEdited: 2 });
});
