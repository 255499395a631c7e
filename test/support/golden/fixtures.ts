import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../../src/ports/run-log.ts';
import type { End } from './go-on.ts';

export const journalsFolder = join(import.meta.dirname, '../../fixtures/journals');

/** An entry as it is stored; what its event is, the product has to say. */
export type StoredEntry = Entry<unknown>;
export type Golden = {
  readonly release: string;
  readonly name: string;
  readonly entries: readonly StoredEntry[];
  /** As the release that wrote it brought it to its end. */
  readonly end: End;
};

const goldenOf = (release: string): readonly Golden[] => {
  const folder = join(journalsFolder, release);
  const ends = JSON.parse(readFileSync(join(folder, 'ends.json'), 'utf8'));
  return readdirSync(folder)
    .filter(file => file.endsWith('.jsonl'))
    .map(file => {
      const name = file.replace('.jsonl', '');
      const lines = readFileSync(join(folder, file), 'utf8').trim().split('\n');
      return { release, name, entries: lines.map(line => JSON.parse(line)), end: ends[name] };
    });
};

/** Every recorded run of every release. */
export const goldenJournals = (): readonly Golden[] => readdirSync(journalsFolder).flatMap(goldenOf);
