import { expect, test } from 'vitest';
import { files, textOf } from './tree.ts';

const core = files.filter(file =>
  /^(src\/(model|ports|cluster|commands|readings|gates|runbooks|runs|approvals|observe|engine|desk|messages)|handlers)\/.*\.ts$/.test(
    file,
  ),
);
const written = files.filter(file => /^(src|drill|handlers|test|tools|bench|docker)\/.*\.ts$/.test(file));

/** The loop's heartbeat and the lease's: they keep a process alive to a run, and nothing is decided by them. */
const tickers = ['src/engine/driver.ts', 'src/engine/keep-lease.ts'];

/** Lines of code, comments left out. */
const code = (file: string) =>
  textOf(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter(line => !/^\s*\/\//.test(line));

test.each([
  ['the clock of this process', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/],
  ['chance', /\bMath\.random\(/],
  ['the console', /\bconsole\./],
])('the core is handed its world and does not reach for %s', (_what, reach) => {
  expect(core.length).toBeGreaterThan(100);
  expect(core.filter(file => code(file).some(line => reach.test(line)))).toEqual([]);
});

test('only the two heartbeats of the loop tick by a timer of this process', () => {
  const timer = /\bset(Timeout|Interval|Immediate)\(/;
  expect(core.filter(file => code(file).some(line => timer.test(line)))).toEqual(tickers);
});

test('no module is mocked: the world is handed in', () => {
  const mock = /\bvi\.(mock|doMock|stubGlobal)\(/;
  const others = written.filter(file => file !== 'test/house/pure-core.test.ts');
  expect(others.filter(file => code(file).some(line => mock.test(line)))).toEqual([]);
});

test('no test is skipped, focused or left as a stub', () => {
  const left = /\b(test|it|describe)\.(skip|only|todo)\b/;
  expect(written.filter(file => code(file).some(line => left.test(line)))).toEqual([]);
});
