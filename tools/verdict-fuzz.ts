import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { Observation } from '../src/cluster/observation.ts';
import { verdictOf } from '../src/cluster/verdict.ts';
import { type VerdictName, verdictNames } from '../src/cluster/verdict-types.ts';
import { recordingOf } from '../src/readings/write-recording.ts';
import { anyPlant, holdsContradiction } from '../test/cluster/disagreeing.ts';
import { forgettable, forgetting } from '../test/cluster/forgetting.ts';
import { anyWorld, type World } from '../test/cluster/worlds.ts';

/** A verdict on each of so many generated clusters, and on what each becomes with less known, other data or another order. */
const oneInput = fc.record({
  world: anyWorld,
  plant: anyPlant,
  forget: fc.array(fc.record({ which: fc.nat(2), field: fc.constantFrom(...forgettable) }), {
    minLength: 4,
    maxLength: 4,
  }),
  order: fc.constantFrom([2, 1, 0], [1, 2, 0], [2, 0, 1], [0, 2, 1], [1, 0, 2]),
});
type Input = (typeof oneInput)['generate'] extends (...all: never[]) => { value: infer T } ? T : never;

const allowedOf = (seen: Observation) => verdictOf(seen).allowed;
const turned = (seen: Observation, order: readonly number[]): Observation => ({
  ...seen,
  masters: order.flatMap(at => seen.masters[at] ?? []),
});
const answerOf = (seen: Observation): string => {
  const { name, target, allowed, proposed, confidence } = verdictOf(seen);
  return JSON.stringify({ name, target: target.toSorted(), allowed, proposed, confidence });
};
const allowsContradicting = (seen: Observation): boolean =>
  holdsContradiction(seen) && allowedOf(seen).length > 0;
const missed = ({ seen, must }: World): boolean => must.some(cure => !allowedOf(seen).includes(cure));

const faults = {
  contradictionAllowed: ({ world, plant }: Input) =>
    allowsContradicting(world.seen) || allowsContradicting(plant(world.seen)),
  lessKnownAllowedMore: ({ world, forget }: Input) => {
    const before = allowedOf(world.seen);
    return forget.some(({ which, field }) =>
      allowedOf(forgetting(world.seen, which, field)).some(cure => !before.includes(cure)),
    );
  },
  mustAllowMissed: ({ world }: Input) => missed(world),
  orderDependent: ({ world, order }: Input) => answerOf(world.seen) !== answerOf(turned(world.seen, order)),
};
type Fault = keyof typeof faults;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '5000' },
    json: { type: 'boolean' },
  },
});
const [seed, numRuns] = [Number(values.seed), Number(values.inputs)];
if (!Number.isSafeInteger(seed) || !(numRuns >= 1)) {
  console.error('npm run -s verdict-fuzz -- --seed N --inputs N [--json]');
  process.exit(2);
}

const byVerdict = Object.fromEntries(verdictNames.map(name => [name, 0])) as Record<VerdictName, number>;
const count: Record<Fault | 'crashes', number> = {
  crashes: 0,
  contradictionAllowed: 0,
  lessKnownAllowedMore: 0,
  mustAllowMissed: 0,
  orderDependent: 0,
};
const shown = 3;
const note = (what: Fault | 'crashes', input: Input, why = ''): void => {
  count[what]++;
  if (count[what] > shown) return;
  console.error(
    `${what}${why}: ${JSON.stringify({ must: input.world.must, recording: recordingOf(input.world.seen) })}`,
  );
};
for (const input of fc.sample(oneInput, { seed, numRuns }))
  try {
    byVerdict[verdictOf(input.world.seen).name]++;
    for (const [what, isSo] of Object.entries(faults)) if (isSo(input)) note(what as Fault, input);
  } catch (error) {
    note('crashes', input, ` (${String(error)})`);
  }

const rare = verdictNames.filter(name => byVerdict[name] < 0.03 * numRuns);
const wrong = Object.values(count).some(each => each > 0);
const { crashes, ...rest } = count;
console.log(JSON.stringify({ inputs: numRuns, byVerdict, crashes, ...rest }, null, values.json ? 0 : 2));
if (rare.length > 0)
  console.error(`fewer than 3 %: ${rare.join(', ')}; test/cluster/worlds.ts leads to each`);
process.exitCode = wrong || rare.length > 0 ? 1 : 0;
