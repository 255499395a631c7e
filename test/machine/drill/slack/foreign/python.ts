import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const requirements = join(here, 'requirements.txt');
const venv = join(here, '../../../../../.tools/slack-python');
const stamp = join(venv, 'installed.txt');

/** A script beside this file, and the python that has what requirements.txt pins. */
export const script = (name: string): string => join(here, name);

const lineOf = (error: unknown): string => {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return said.trim().split('\n').at(-1) ?? '';
};

/** Slack's own clients for Python in a venv of their own, once. Rejects with the one line that a person needs. */
export const pythonWithSlack = async (): Promise<string> => {
  const python = join(venv, 'bin/python');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return python;
  await run('python3', ['-m', 'venv', '--clear', venv]).catch((error: unknown) => {
    throw new Error(
      `no venv for Slack's Python clients: sudo apt-get install -y python3-venv (${lineOf(error)})`,
    );
  });
  await run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', requirements]).catch(
    (error: unknown) => {
      throw new Error(`${wanted.trim().replaceAll('\n', ' and ')} from PyPI are not here: ${lineOf(error)}`);
    },
  );
  await writeFile(stamp, wanted);
  return python;
};
