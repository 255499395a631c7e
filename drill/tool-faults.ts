/**
 * npm run -s tool-faults -- --json: every step of both routes x everything that can go wrong with its command, on
 * modelled members, the foundation counting what really happened. Exit 0 only when no case is wrong.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { allCases, nameOf, sampleOf } from './tool-faults/cases.ts';
import { playAll } from './tool-faults/play-all.ts';
import type { Played } from './tool-faults/play-case.ts';

const usage = `npm run -s tool-faults -- --json   every step x every fault; one JSON line last

  --sample N     N of them, always the same, each fault and each step before any twice
  --only TEXT    the cases whose name has this text: "original / delete-vm / lost answer"
  --at-once N    boxes at a time in each process, one process a core (default 6)
  --list         the cases, and nothing else
`;

const note = (line: string) => console.error(line);

const line = (played: Played): string =>
  [
    `${played.outcome.padEnd(7)}${nameOf(played.case)} (${played.seconds.toFixed(1)} s; ${played.happened ?? '-'})`,
    ...played.why.map(why => `         WRONG: ${why}`),
    ...played.sentences.map(sentence => `         card: ${sentence}`),
  ].join('\n');

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    sample: { type: 'string' },
    only: { type: 'string', default: '' },
    'at-once': { type: 'string', default: '6' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const some = values.sample === undefined ? allCases() : sampleOf(allCases(), Number(values.sample));
const cases = some.filter(one => nameOf(one).includes(values.only));
if (values.help) console.log(usage);
else if (values.list) console.log(cases.map(nameOf).join('\n'));
else {
  const played = await playAll(
    cases,
    { processes: availableParallelism(), atOnce: Number(values['at-once']) },
    one => note(line(one)),
  );
  const count = (outcome: Played['outcome']) => played.filter(one => one.outcome === outcome).length;
  const figures = {
    cases: played.length,
    parked: count('parked'),
    healed: count('healed'),
    wrong: count('wrong'),
  };
  console.log(JSON.stringify(figures, null, values.json ? undefined : 2));
  process.exit(figures.wrong === 0 && figures.cases > 0 ? 0 : 1);
}
