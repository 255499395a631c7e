import { expect, test } from 'vitest';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { aVerdict } from '../support/a-cluster.ts';
import { finished, started } from '../support/a-run.ts';
import { goldenJournals } from '../support/golden/fixtures.ts';

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

/** Fields that came after the first release, or that not every entry has. All others are in every entry that was ever written. */
const later: Readonly<Record<string, readonly string[]>> = {
  asked: ['declared'],
  began: ['newestTask', 'declared', 'deadlineSeconds', 'effect', 'tool', 'byTask', 'trace', 'place'],
  noted: ['about'],
};

const written = goldenJournals().flatMap(({ entries }) => entries.map(({ event }) => parseEvent(event)));
const oneOfEach = [...new Map(written.map(event => [event.kind, event])).values()];
const without = (event: object, field: string): unknown =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== field));

test.each(oneOfEach)(
  '"$kind" is told as unreadable, by name, without any one field that every entry has',
  event => {
    for (const field of Object.keys(event)) {
      const read = () => parseEvent(without(event, field));
      if (field === 'kind') expect(read).toThrow('start the newer bot');
      else if (later[event.kind]?.includes(field)) expect(read, field).not.toThrow();
      else expect(read, field).toThrow(new RegExp(`"${event.kind}" .*\\(${field}: `));
    }
  },
);

test.each([null, 7, 'started', [], {}])('%j is no event', json => {
  expect(() => parseEvent(json)).toThrow(TypeError);
});

test('an event keeps nothing of what this version does not know, and is not refused for it', () => {
  expect(parseEvent({ ...finished(), mood: 'good' })).toEqual(finished());
});

test('an event of a newer bot’s stops the reading with the next move', () =>
  expect(() => parseEvent({ kind: 'teleported' })).toThrow('start the newer bot'));
