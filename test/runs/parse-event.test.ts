import { expect, test } from 'vitest';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { aVerdict } from '../support/a-cluster.ts';
import { finished, started } from '../support/a-run.ts';

test('what older journals have in English alone is read as both languages', () => {
  const start = { ...started(), verdict: { ...aVerdict(), evidence: ['2 of 3 members are healthy'] } };
  expect(parseEvent(JSON.parse(JSON.stringify(start)))).toMatchObject({
    verdict: { evidence: [{ en: '2 of 3 members are healthy', ko: '2 of 3 members are healthy' }] },
  });
  const end = { ...finished(), facts: { resurrection: 'untouched' } };
  expect(parseEvent(end)).toMatchObject({ facts: { resurrection: { en: 'untouched', ko: 'untouched' } } });
});

test('what is written today is read as it is', () => {
  for (const event of [started(), finished()]) expect(parseEvent(event)).toEqual(event);
});

test('an event of a newer bot’s stops the reading with the next move', () =>
  expect(() => parseEvent({ kind: 'teleported' })).toThrow('start the newer bot'));
