import { expect, test } from 'vitest';
import { type Figures, newFigures, wanting } from '../../../drill/crash/figures.ts';

const good = (store: 'sqlite' | 'postgres'): Figures => ({
  ...newFigures({ store, jumpHosts: 'one', jumpHostLost: false, seed: 1 }),
  kills: 310,
  stops: 4,
  commandKills: 3,
  databaseCuts: store === 'postgres' ? 2 : 0,
  pointsKnown: 340,
  pointsStruck: 340,
  acksGiven: 120,
});

test('a full sweep in which everything was struck and nothing was lost shows what it is to show', () => {
  expect(wanting(good('sqlite'), 300)).toEqual([]);
  expect(wanting(good('postgres'), 300)).toEqual([]);
});

test.each([
  ['a point was not struck', { pointsStruck: 339 }],
  ['a phase was missed', { phasesMissed: 1 }],
  ['too few people were told anything', { acksGiven: 100 }],
  ['nobody was stopped', { stops: 0 }],
  ['no command was killed', { commandKills: 0 }],
  ['no connection was cut', { databaseCuts: 0 }],
  ['an answer was lost', { acksLost: 1 }],
  ['a message stands twice', { duplicatePosts: 1 }],
  ['it ended before its kills', { kills: 299 }],
])('it shows nothing where %s', (_, change) => {
  expect(wanting({ ...good('postgres'), ...change }, 300)).toHaveLength(1);
});

test('a sample need not have come to every point, nor to a hundred answers', () => {
  const sample = { ...good('sqlite'), kills: 60, pointsStruck: 50, acksGiven: 12 };
  expect(wanting(sample, 60)).toEqual([]);
  expect(wanting({ ...sample, stops: 0 }, 60)).toHaveLength(1);
});
