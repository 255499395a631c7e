import { hash } from 'node:crypto';

/** What an entry's hash covers. `text` is its event as it is stored, JSON without spaces: its keys keep their order, in which
 *  people read them. */
type Link = {
  readonly run: string;
  readonly seq: number;
  readonly at: number;
  readonly text: string;
  /** Of the entry before it, as hex. */
  readonly previous: string;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
};

/** The same text for the same value, whoever wrote it: keys in order, no spaces. Throws on what JSON cannot say. */
export const canonical = (value: unknown): string =>
  JSON.stringify(sorted(JSON.parse(JSON.stringify(value ?? null))));

const sha256 = (text: string): string => hash('sha256', text);

/** sha256 as hex, over JSON of the entry, its keys in order, and the hash before it. */
export const chainHash = ({ run, seq, at, text, previous }: Link): string =>
  sha256(`{"at":${at},"event":${text},"previous":"${previous}","run":${JSON.stringify(run)},"seq":${seq}}`);

/** What stands for entries from before there was a chain: their texts as they were stored, in their order. */
export const hashOfUnchained = (entries: readonly Pick<Link, 'run' | 'seq' | 'at' | 'text'>[]): string =>
  sha256(entries.map(({ run, seq, at, text }) => canonical([run, seq, at, text])).join('\n'));

/** What stands for several runs from before the chain, in the order of their names. */
export const hashOfRuns = (runs: readonly { readonly run: string; readonly hash: string }[]): string =>
  hashOfUnchained(runs.map(({ run, hash }) => ({ run, seq: 0, at: 0, text: hash })));

/** As people and messages say it. */
export const shortHash = (hash: string): string => hash.slice(0, 8);
