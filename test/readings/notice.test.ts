import { expect, test } from 'vitest';
import { readLocks } from '../../src/readings/bosh-locks.ts';
import { aroundJson } from '../../src/readings/json.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { table } from '../support/bosh-tables.ts';
import { ranOf } from './ran.ts';

const document = JSON.stringify(JSON.parse(table([])), null, 4);
const said = (stdout: string) => {
  const locks = readLocks(ranOf(['bosh', 'locks', '--json'], { stdout }));
  return isMissed(locks) ? locks.words : null;
};

test.each([
  ['before it', `Connected to prod. Be careful!\n${document}`],
  ['behind it', `${document}\n\nConnected to prod. Be careful!\n`],
  ['before it, after an empty line', `\r\nConnected to prod. Be careful!\r\n\r\n${document}`],
])('a wrapper or a profile that prints %s is said as what it is, and none of it is shown', (_, stdout) => {
  expect(said(stdout)?.en).toBe(
    'bosh locks answered, with other lines around its JSON ([not shown: 1]). A wrapper called bosh, or a login profile on the jump host, writes it to stdout; let it write to stderr or nothing, then look again.',
  );
  expect(said(stdout)?.ko).toContain('([not shown: 1]). bosh 래퍼 스크립트');
});

test('what is no JSON at all, and JSON alone, has nothing beside it', () => {
  expect([
    aroundJson('no JSON'),
    aroundJson(document),
    aroundJson(`${document}\n`),
    aroundJson('{ broken'),
  ]).toEqual([null, null, null, null]);
  expect(said('no JSON')?.en).toContain('(exit 0) printed something other than a JSON table');
  expect(said(document)).toBeNull();
});
