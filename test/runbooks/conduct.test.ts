import { expect, test } from 'vitest';
import { conductNow, conductPinned, everyStep, unraised } from '../support/conduct/conduct.ts';
import { worldsOf } from '../support/conduct/worlds.ts';

const now = conductNow();
const pinned = conductPinned();

test.each(everyStep)('$name does what its version says that it does', ({ name }) => {
  expect(unraised(name, pinned[name], now[name])).toBeNull();
  expect(now[name], 'a new version or step: `npx node test/support/pin-conduct.ts`').toEqual(pinned[name]);
});

test('what is pinned is in a runbook, and versions count from 1', () => {
  expect(Object.keys(pinned).toSorted()).toEqual(everyStep.map(({ name }) => name).toSorted());
  for (const { name, step } of everyStep)
    expect(Number.isInteger(step.version) && step.version >= 1, name).toBe(true);
});

/** Conditions that ask nothing of some steps: an id is needed only where the list is changed, and no step of these stops
 *  another master than the one that is mended. test/cluster/ has their own tests. */
const asksNothing = (cure: string, step: string, guard: string): boolean =>
  guard === 'stops-at-most-one' ||
  (guard === 'member-id' &&
    (step === 'recreate' || (cure !== 'replace-member' && cure !== 'remove-half-added')));

test('each guard of each step says no in one of the worlds and yes in another: one that always passed would be seen', () => {
  const blind = everyStep.flatMap(({ name, step, cure }) => {
    const all = Object.values(worldsOf(cure)).flatMap(context => step.guards(context));
    return [...Map.groupBy(all, guard => guard.name)]
      .filter(
        ([guard, seen]) =>
          !asksNothing(cure, step.id, guard) && new Set(seen.map(guard => guard.ok)).size < 2,
      )
      .map(([guard]) => `${name}: ${guard}`);
  });
  expect(blind).toEqual([]);
});

test('each condition to leave a step out, or to offer it, holds in one of the worlds and not in another', () => {
  for (const { name, step, cure } of everyStep)
    for (const why of [step.skip, step.offerSkip])
      if (why) {
        const said = Object.values(worldsOf(cure)).map(context => why(context) !== null);
        expect(new Set(said).size, name).toBe(2);
      }
});

test('each proof holds in one of the worlds and not in another', () => {
  for (const { name } of everyStep) {
    const proofs = Object.values(now[name]?.does ?? {}).join('\n');
    expect(proofs, name).toMatch(/proof \w*h/);
    expect(proofs, name).toMatch(/proof \w*[nb]/);
  }
});
