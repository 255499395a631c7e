import { expect, test } from 'vitest';
import { lastStartBlock } from '../../src/readings/etcd-log.ts';

const start = '2020-08-05 02:00:00.000000 I | etcdmain: etcd Version: 3.4.23';
const panic =
  'panic: tocommit(312) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?';
const serves = '2020-08-05 02:00:01.000000 I | embed: ready to serve client requests';

test('the last start is the one that counts', () => {
  expect(lastStartBlock([start, panic, start, serves].join('\n'))).toBe([start, serves].join('\n'));
});

test('a start that has not shown what becomes of it yet is read together with the one before', () => {
  const young = `${start}\n2020-08-05 02:00:02.000000 I | etcdmain: Git SHA: x`;
  expect(lastStartBlock([start, panic, young].join('\n'))).toContain(panic);
});

test('an old panic does not count against a member that has served since', () => {
  expect(lastStartBlock([start, panic, start, serves, 'later lines'].join('\n'))).not.toContain(panic);
});
