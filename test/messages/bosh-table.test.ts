import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boshTableText } from '../../src/messages/bosh-table.ts';
import { drawRun } from '../../src/messages/draw-run.ts';
import { aRun, began, ended, settled } from '../support/a-run.ts';
import { readAloud } from '../support/block-texts.ts';

const at = '2020-08-05T03:52:10.000Z';
/** As the runbook shows it after the second power-off. */
const table = {
  at,
  before: true,
  rows: [
    {
      instance: 'master/774bfafe-67a2-406b-9ee5-a8db68f2e694',
      state: 'unresponsive agent',
      az: 'pks-az3',
      ip: '172.28.3.4',
    },
    {
      instance: 'master/8cdf6298-e50a-4dc3-997b-b7e14502cc57',
      state: 'off (vCenter)',
      az: 'pks-az2',
      ip: '172.28.3.3',
    },
    { instance: 'master/9b8ad6e0-a438-4033-9767-46c586fb4771', state: '', az: 'pks-az1', ip: '' },
  ],
};

test('the table stands below what was read back, in BOSH’s own words, and says in both languages when it was read', () => {
  const run = aRun(began('recreate'), ended('recreate'), settled('recreate', { table }));
  const drawn = (locale: 'en' | 'ko') =>
    readAloud(drawRun(run, null, locale).find(each => each.key === 'step/recreate')?.blocks ?? []);
  expect(boshTableText(table)).toMatchInlineSnapshot(`
    "Instance         Process State       AZ       IPs
    master/774bfafe  unresponsive agent  pks-az3  172.28.3.4
    master/8cdf6298  off (vCenter)       pks-az2  172.28.3.3
    master/9b8ad6e0  -                   pks-az1  -"
  `);
  expect(drawn('en')).toContain('right before the act. Without quorum nothing is asked of BOSH');
  expect(drawn('en')).toContain('master/774bfafe  unresponsive agent  pks-az3  172.28.3.4');
  expect(drawn('ko')).toContain('쿼럼이 없는 동안 BOSH는 조회하지 않으며');
  const now = aRun(
    began('recreate'),
    ended('recreate'),
    settled('recreate', { table: { at, rows: table.rows } }),
  );
  expect(
    readAloud(drawRun(now, null, 'ko').find(each => each.key === 'step/recreate')?.blocks ?? []),
  ).toContain('마스터만');
});

test('no line is wider than a phone shows, and no row is lost, whatever BOSH prints', () => {
  const word = fc.string({ maxLength: 60 });
  const row = fc.record({ instance: word, state: word, az: word, ip: word });
  const withProcess = fc.record({ instance: word, process: word, state: word, az: word, ip: word });
  fc.assert(
    fc.property(fc.oneof(fc.array(row), fc.array(withProcess, { minLength: 1 })), rows => {
      const lines = boshTableText({ at, rows }).split('\n');
      expect(lines).toHaveLength(rows.length + 1);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
    }),
  );
});
