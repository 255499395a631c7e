import { existsSync } from 'node:fs';
import { open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { MemberDisk } from '../member.ts';

/** A record's payload is found by looking for a written key, which is never part of a frame's length or checksum. */
const writerKey = Buffer.from('/drill/');

const newestWal = async (wal: string): Promise<string> => {
  const files = (await readdir(wal)).filter(name => name.endsWith('.wal')).sort();
  const newest = files.at(-1);
  if (newest === undefined) throw new Error(`${wal} has no log file to damage: the member never started`);
  return join(wal, newest);
};

/** Log files are allocated at 64 MB; the written part ends where only zeros follow. */
const writtenBytes = async (path: string): Promise<number> => {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, 8 * 1024 * 1024));
    await file.read(bytes, 0, bytes.length, 0);
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    return end;
  } finally {
    await file.close();
  }
};

const overwrite = async (path: string, at: number, bytes: Buffer): Promise<void> => {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
};

const flipPayload = async (path: string): Promise<void> => {
  const written = await writtenBytes(path);
  const file = await open(path);
  const bytes = Buffer.alloc(written);
  await file.read(bytes, 0, written, 0);
  await file.close();
  const at = bytes.indexOf(writerKey, Math.floor(written / 4));
  if (at < 0) throw new Error(`${path} holds no written key to flip: put some keys first`);
  await overwrite(path, at + 1, Buffer.from([(bytes[at + 1] ?? 0) ^ 0xff]));
};

export const memberDisk = (vcap: string): MemberDisk => {
  const member = join(vcap, 'store/etcd/member');
  const wal = join(member, 'wal');
  return {
    hasMember: () => existsSync(member),
    removeWal: async () => {
      for (const name of await readdir(wal)) await rm(join(wal, name), { recursive: true, force: true });
    },
    removeMember: () => rm(member, { recursive: true, force: true }),
    truncateWal: async () => {
      const path = await newestWal(wal);
      await truncate(path, Math.floor((await writtenBytes(path)) / 2));
    },
    flipWal: async () => flipPayload(await newestWal(wal)),
    zeroWal: async () => {
      for (const name of await readdir(wal)) if (name.endsWith('.wal')) await truncate(join(wal, name), 0);
    },
    corruptDb: async () => {
      const path = join(member, 'snap/db');
      const { size } = await stat(path);
      await overwrite(path, 0, Buffer.alloc(Math.min(size, 16 * 1024), 0x5a));
    },
  };
};
