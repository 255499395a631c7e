// Prints "PASSED FAILED" for .ci/run, and each failed check on stderr. What can't be read counts as one failure.
//   count.mjs tests REPORT EXIT             vitest's JSON report; a skipped test counts as failed
//   count.mjs document FILE EXIT CHECKS     the last line of FILE is JSON, `d` in each line of CHECKS
import { readFileSync } from 'node:fs';

const [kind, file, exit, checks] = process.argv.slice(2);
const complain = text => process.stderr.write(`not so: ${text}\n`);
const text = (() => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
})();

const tests = () => {
  const report = JSON.parse(text);
  const passed = report.numPassedTests;
  const failed = report.numTotalTests - passed;
  for (const { assertionResults, status, name, message } of report.testResults ?? []) {
    const red = assertionResults.filter(each => each.status !== 'passed');
    for (const each of red)
      complain(`${each.fullName}: ${(each.failureMessages ?? []).join(' ').slice(0, 600)}`);
    if (status !== 'passed' && red.length === 0) complain(`${name}: ${String(message).slice(0, 600)}`);
  }
  // A file that could not be loaded has no tests of its own to fail; an unhandled error fails none either.
  const unseen = failed === 0 && (!report.success || exit !== '0') ? 1 : 0;
  return [passed, failed + unseen + (report.numTotalTests === 0 && !unseen ? 1 : 0)];
};

const document = () => {
  const d = JSON.parse(text.split('\n').at(-1));
  const lines = checks.split('\n').filter(Boolean);
  const holds = line => new Function('d', `return (${line}) === true`)(d);
  const broken = lines.filter(line => !holds(line));
  for (const line of broken) complain(`${line}  in ${JSON.stringify(d).slice(0, 2000)}`);
  if (exit !== '0') complain(`exit ${exit}`);
  return [lines.length - broken.length + (exit === '0' ? 1 : 0), broken.length + (exit === '0' ? 0 : 1)];
};

try {
  console.log(...(kind === 'tests' ? tests() : document()));
} catch (error) {
  complain(`${file} cannot be read (exit ${exit}): ${error.message}`);
  console.log(0, 1);
}
