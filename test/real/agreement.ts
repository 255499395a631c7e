import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { expect, type TestContext } from 'vitest';

/** What one program did with one command line. */
export type Ended = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

/** A difference that is right, with its reason: this text of the real tool is that text of the stand-in. */
export type Judged = { readonly why: string; readonly real: string; readonly standIn: string };

export type Agreement = { readonly command: string; readonly agree: boolean };
declare module 'vitest' {
  interface TaskMeta {
    agreement?: Agreement;
  }
}

/** Under its bare name, as from PATH: govc puts that name before its errors. */
export const runProgram = (
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, argv, {
      argv0: basename(file),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 50_000,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', exitCode => resolve({ exitCode, stdout, stderr }));
  });

/** Fails unless both did the same, the judged differences aside; each of those must really be there. */
export const expectAgreement = (
  context: TestContext,
  command: string,
  real: Ended,
  standIn: Ended,
  judged: readonly Judged[] = [],
): void => {
  context.task.meta.agreement = { command, agree: false };
  const wished = judged.reduce((ended, difference) => swap(ended, difference), real);
  expect(standIn).toEqual(wished);
  context.task.meta.agreement = { command, agree: true };
};

const swap = (ended: Ended, { why, real, standIn }: Judged): Ended => {
  const change = (text: string) => text.replaceAll(real, standIn);
  const changed = { ...ended, stdout: change(ended.stdout), stderr: change(ended.stderr) };
  expect(changed, `the difference judged as "${why}" is no longer there: take it off the list`).not.toEqual(
    ended,
  );
  return changed;
};
