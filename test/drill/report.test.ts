import { describe, expect, test } from 'vitest';
import { OptionTrouble, readOptions } from '../../drill/options.ts';
import { type Report, wentRight } from '../../drill/report.ts';
import { whyNotThis } from '../../src/cluster/cure-reasons.ts';

const done = (more: Partial<Report>): Report => ({
  fault: 'disk-lost-bootstrap',
  route: 'original',
  outcome: 'refused',
  reason: `🚫 ${whyNotThis('disk-loss-original', 'disk-lost-bootstrap', null).en}`,
  etcd: 'modelled',
  jumpHost: 'local',
  tools: { bosh: 'stand-in', govc: 'stand-in' },
  vmsOverSsh: null,
  members: 3,
  hashEqual: true,
  ackedWrites: 100,
  lostWrites: 0,
  rogueWrites: 0,
  writeGapMs: 0,
  holdSeconds: 1,
  steps: [],
  seconds: 1,
  directorTasks: 0,
  logins: 0,
  looks: 0,
  outageSeconds: null,
  commandSeconds: 0,
  messagesPosted: 0,
  messagesEdited: 0,
  ownSeconds: 0,
  outageOwnSeconds: null,
  channelComplete: null,
  channelLacks: [],
  ...more,
});

test('a line that came to a VM over ssh and that no VM of the box knows is wrong, healed or not', () => {
  const healed = { outcome: 'healed', reason: null, vmsOverSsh: { lines: 3, refused: [] } } as const;
  expect(wentRight(done(healed), 'raft-log-lost')).toBe(true);
  const refused = { ...healed, vmsOverSsh: { lines: 3, refused: ['rm -rf /var/vcap/store'] } };
  expect(wentRight(done(refused), 'raft-log-lost')).toBe(false);
});

describe('a refusal', () => {
  test('is right where it names the cure and the verdict, in either language', () => {
    expect(wentRight(done({}), 'disk-lost-bootstrap')).toBe(true);
    const { ko } = whyNotThis('disk-loss-original', 'disk-lost-bootstrap', null);
    expect(wentRight(done({ reason: ko }), 'disk-lost-bootstrap')).toBe(true);
    const none = done({ route: 'proposed', reason: 'No cure is for quorum-lost: 2 of 3 members are down.' });
    expect(wentRight(none, 'two-down')).toBe(true);
  });

  test('for any other reason is a fault of the drill’s', () => {
    for (const reason of [null, '🚫 No cure is called "original".', 'the Director cannot be reached'])
      expect(wentRight(done({ reason }), 'disk-lost-bootstrap')).toBe(false);
    expect(wentRight(done({ route: 'proposed', reason: 'not enough was seen' }), 'two-down')).toBe(false);
  });

  test('of a cure that this fault’s verdict allows is wrong, and so is a lost write', () => {
    expect(wentRight(done({ route: 'gentle' }), 'raft-log-lost')).toBe(false);
    expect(wentRight(done({ lostWrites: 1 }), 'disk-lost-bootstrap')).toBe(false);
  });
});

test('a channel that lacks something of the record after Slack was away is wrong', () => {
  const healed = { outcome: 'healed', hashEqual: true, members: 3 } as const;
  expect(wentRight(done({ ...healed, channelComplete: true }), 'raft-log-lost')).toBe(true);
  expect(wentRight(done({ ...healed, channelComplete: false }), 'raft-log-lost')).toBe(false);
});

test('Slack is down for so many seconds, or for the whole run', () => {
  expect(readOptions([])).toMatchObject({ slackDown: null });
  expect(readOptions(['--slack-down', '30s'])).toMatchObject({ slackDown: 30 });
  expect(readOptions(['--slack-down', 'whole'])).toMatchObject({ slackDown: 'whole' });
  expect(() => readOptions(['--slack-down', 'forever'])).toThrow('--slack-down forever is not');
});

test('a route that nobody knows is a sentence with those that are', () => {
  expect(() => readOptions(['--route', 'nonsense'])).toThrow(OptionTrouble);
  expect(() => readOptions(['--route', 'nonsense'])).toThrow(
    '--route nonsense is not known; it is one of: gentle, original, restart-process',
  );
  expect(readOptions(['--route', 'original'])).toMatchObject({ route: 'original' });
});
