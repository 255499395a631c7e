import { createHash } from 'node:crypto';
import { applyUpTo, type Entry, emptyKeySpace, type KeySpace } from './keyspace.ts';

const trailerBytes = 32;
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** A snapshot as etcdctl saves one: whole pages of 512 bytes, then the sha256 of them. Its pages hold the log. */
export const snapshotOf = (log: readonly Entry[], applied: number): Buffer => {
  const text = Buffer.from(JSON.stringify(log.slice(0, applied)));
  const pages = Buffer.alloc(Math.ceil((text.length + 1) / 512) * 512, ' ');
  text.copy(pages);
  return Buffer.concat([pages, sha256(pages)]);
};

/** Reads a snapshot back; throws etcdctl's own words for a file that was changed or cut. */
export const restoreSnapshot = (file: Buffer): KeySpace => {
  const pages = file.subarray(0, file.length - trailerBytes);
  if (file.length % 512 !== trailerBytes)
    throw new Error('snapshot missing hash but --skip-hash-check=false');
  if (!sha256(pages).equals(file.subarray(-trailerBytes)))
    throw new Error(
      `expected sha256 ${sha256(pages).toString('hex')}, got ${file.subarray(-trailerBytes).toString('hex')}`,
    );
  // Its own author wrote it, and the hash says that nobody changed it.
  const log = JSON.parse(pages.toString()) as readonly Entry[];
  const space = emptyKeySpace();
  applyUpTo(space, log, log.length);
  return space;
};

export const trailerOf = (file: Buffer): string => file.subarray(-trailerBytes).toString('hex');
export const computedOf = (file: Buffer): string => sha256(file.subarray(0, -trailerBytes)).toString('hex');
export const fileHashOf = (file: Buffer): string => sha256(file).toString('hex');
