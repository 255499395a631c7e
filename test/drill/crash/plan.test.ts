import { describe, expect, test } from 'vitest';
import { type Blow, makePlan, randomFrom } from '../../../drill/crash/plan.ts';

const points = Array.from({ length: 50 }, (_, nth) => `before step-${nth} run-1.step-${nth}.4`);

/** Plays runs over the same points; a kill, like every blow that the plan wants, lands. */
const playing = (kills: number, options: { database?: boolean; seed?: number } = {}) => {
  const landed = new Set<Blow>();
  let count = 0;
  const plan = makePlan({
    kills,
    random: randomFrom(options.seed ?? 7),
    soFar: () => count,
    landed: () => landed,
    database: options.database ?? false,
  });
  return {
    plan,
    landed,
    kills: (so: number) => {
      count = so;
    },
    run: (route: string, over = points): readonly Blow[] =>
      over.map(point => {
        const blow = plan.blowAt(route, point);
        landed.add(blow);
        if (blow === 'kill') count++;
        return blow;
      }),
  };
};

test('a full sweep that has its kills strikes, run after run, exactly what was never struck', () => {
  const { plan, run, kills } = playing(300);
  run('gentle');
  const left = points.length - plan.struck.size;
  expect(left).toBeGreaterThan(0);
  kills(300);
  expect(run('gentle').filter(blow => blow === 'kill')).toHaveLength(left);
  expect(plan.struck).toEqual(plan.known);
  expect(run('gentle').every(blow => blow === 'none')).toBe(true);
});

describe('what is only met after a death', () => {
  const recreate = 'before run recreate run-1.recreate.4';
  const after = 'before unknown recreate run-1.recreate.4';
  /** Struck once where it is a first point; met once, and by chance not struck, where it is one of those that follow. */
  const metOnce = () => {
    let [dice, count] = [0, 0];
    const plan = makePlan({
      kills: 300,
      random: () => dice,
      soFar: () => count,
      landed: () => new Set(),
      database: false,
    });
    expect(plan.blowAt('original', recreate)).toBe('kill');
    dice = 0.9;
    expect(plan.blowAt('original', after)).toBe('none');
    count = 300;
    plan.runEnded('original');
    return plan;
  };
  test('is struck too: the same death is given again until it is met', () => {
    const plan = metOnce();
    expect(plan.blowAt('original', recreate)).toBe('kill');
    expect(plan.blowAt('original', after)).toBe('kill');
    expect(plan.struck).toEqual(plan.known);
    expect(plan.blowAt('original', recreate)).toBe('none');
  });
  test('is not tried for ever where that death does not lead there again', () => {
    const plan = metOnce();
    const blows = Array.from({ length: 40 }, () => plan.blowAt('original', recreate));
    expect(blows.filter(blow => blow === 'kill')).toHaveLength(8);
    expect(plan.struck).not.toEqual(plan.known);
  });
});

test('a sample stops when it has its kills', () => {
  const { run, kills } = playing(60);
  run('gentle');
  kills(60);
  expect(run('original').every(blow => blow === 'none')).toBe(true);
});

test('the same point on another route is another, of another run the same, and what comes often is one on both', () => {
  const { plan, run } = playing(300);
  run('gentle', ['after run snapshot run-1.snapshot.4', 'after run snapshot run-2.snapshot.9']);
  run('original', ['after run snapshot run-3.snapshot.4', 'claimed run-3', 'before posted']);
  run('gentle', ['before posted']);
  expect([...plan.known]).toEqual([
    'gentle: after run snapshot',
    'original: after run snapshot',
    'original: claimed',
    'either: before posted',
  ]);
});

test('what is met in another death’s wake is one point each, whatever the step', () => {
  const { plan, run } = playing(300);
  run('gentle', [
    'before burn snapshot run-1.snapshot.4',
    'before burn recreate run-1.recreate.9',
    'before asked for help canary',
    'before asked recreate',
    'after task cck + ended cck',
    'after ended cck',
  ]);
  expect([...plan.known]).toEqual([
    'either: before burn',
    'either: before asked for help',
    'gentle: before asked recreate',
    'gentle: after ended cck',
  ]);
});

test('after a third of the kills every blow that never landed is given', () => {
  for (let seed = 1; seed < 20; seed++) {
    const { landed, run, kills } = playing(60, { database: true, seed });
    kills(21);
    const during = Array.from({ length: 12 }, () => 'during run snapshot run-1.snapshot.4');
    run('gentle', during);
    expect([...landed]).toEqual(expect.arrayContaining(['stop', 'cut the database', 'kill the command']));
  }
});

test('without a database no connection is cut', () => {
  const { landed, run } = playing(60);
  for (let nth = 0; nth < 40; nth++) run('gentle');
  expect(landed).not.toContain('cut the database');
});
