/** What vitest's JSON reporter wrote down, as far as it is believed. */
export type TestReport = {
  readonly numFailedTests: number;
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly unknown[] }[];
};

/** `cut short`: --bail stopped the worker before it had said which test failed, or a worker never started. */
export type Tested = 'green' | 'red' | 'nothing ran' | 'cut short';

/**
 * Red where a test failed, or, of a run to its end, where vitest is not content with files that all could be loaded: an
 * assertion in a hook, an unhandled error. A file that cannot even be loaded proves nothing.
 */
export const testedBy = (report: TestReport | null, code: number | null, bail: boolean): Tested => {
  if (report && report.numFailedTests > 0) return 'red';
  if (code === 0) return report && report.numPassedTests > 0 ? 'green' : 'nothing ran';
  if (bail) return 'cut short';
  const files = report?.testResults ?? [];
  return files.length > 0 && files.every(file => file.assertionResults.length > 0) ? 'red' : 'nothing ran';
};
