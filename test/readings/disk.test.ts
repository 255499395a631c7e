import { expect, test } from 'vitest';
import { diskOf } from '../../src/readings/disk.ts';
import { quotaOf } from '../../src/readings/quota.ts';

test('a disk tells who it is of, its last entry, what it knew to be committed, and whether a process holds it', () =>
  expect(diskOf('db free\nlog 9b75113f3950dbce 291a4b415cf5d94a 2 11 10 clean\n')).toEqual({
    held: false,
    log: {
      memberId: '9b75113f3950dbce',
      clusterId: '291a4b415cf5d94a',
      lastTerm: 2,
      lastIndex: 11,
      commit: 10,
      torn: false,
    },
  }));

test.each([
  ['', null],
  ['db held\n', { held: true, log: null }],
  ['db unread\nlog 0 0 2 11 10 clean\n', { held: null, log: null }],
  ['sh: 3: perl: not found\n', null],
])('of a disk that says %j nothing more is known than it says', (text, told) =>
  expect(diskOf(text)).toEqual(told),
);

test.each([
  ['read\n', 2_147_483_648],
  ['quota-backend-bytes 16777216\nread\n', 16_777_216],
  ['quota-backend-bytes=8589934592\nread\n', 8_589_934_592],
  ['ETCD_QUOTA_BACKEND_BYTES=1000\nread\n', 1000],
  ['ETCD_QUOTA_BACKEND_BYTES=1000\nquota-backend-bytes 2000\nread\n', 2000],
  ['quota-backend-bytes 0\nread\n', 2_147_483_648],
  ['quota-backend-bytes 2000\n', null],
  ['', null],
])(
  'the quota is what the process was started with, and not known where that was not read: %j',
  (text, bytes) => expect(quotaOf(text)).toBe(bytes),
);
