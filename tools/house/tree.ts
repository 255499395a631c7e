import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The lines of .gitignore: folders, names, and `*` with an ending. Read here, because not every machine has git. */
const ignored = ['.git', ...textOf('.gitignore').split('\n').filter(Boolean)].map(line => {
  if (/[!?[\]]|\/.|.\*/.test(line))
    throw new Error(`tools/house/tree.ts does not know what .gitignore means: ${line}`);
  return line.replace(/\/$/, '');
});
const isIgnored = ({ name }: Dirent): boolean =>
  ignored.some(line => (line.startsWith('*') ? name.endsWith(line.slice(1)) : name === line));

const below = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(entry => !isIgnored(entry))
    .flatMap(entry => (entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)]));

/** Every file that is or will be committed, relative to the root. */
export const files: readonly string[] = [...below('.')].sort();
