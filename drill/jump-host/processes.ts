import { readdirSync, readFileSync } from 'node:fs';

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended while we looked
  }
};

/** The name in field 2 of stat may hold spaces and brackets: count from the last bracket. */
const parentOf = (pid: string): number =>
  Number(readOr(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1]);

/** Everything below a process that goes by this name, by Linux's /proc; not what it started under another name. */
export const descendantsNamed = (parent: number, name: string): readonly number[] =>
  readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid) && parentOf(pid) === parent)
    .filter(pid => readOr(`/proc/${pid}/comm`).trim() === name)
    .flatMap(pid => [Number(pid), ...descendantsNamed(Number(pid), name)]);

/** It may have ended by itself meanwhile. */
export const endProcess = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has.
  }
};
