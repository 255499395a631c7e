import { expect, test } from 'vitest';
import { raisedBy } from '../../src/cluster/alarms.ts';
import { memberOf } from './answering.ts';
import { m1, m2 } from './build.ts';

test('what members raise is told apart by what it asks of a person, each once', () => {
  const first = memberOf(
    m1,
    {},
    { errors: ['memberID:1 alarm:NOSPACE', 'etcdserver: no leader'] },
    { alarms: ['memberID:1 alarm:NOSPACE ', ''] },
  );
  const second = memberOf(m2, {}, {}, { alarms: ['memberID:2 alarm:CORRUPT', '  '] });
  expect(raisedBy([first, second])).toEqual({
    corrupt: ['memberID:2 alarm:CORRUPT'],
    noSpace: ['memberID:1 alarm:NOSPACE'],
    others: ['etcdserver: no leader'],
  });
});

test('alarms that were not read raise nothing here', () =>
  expect(raisedBy([memberOf(m1, {}, {}, { alarms: null })])).toEqual({
    corrupt: [],
    noSpace: [],
    others: [],
  }));
