import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const allowed = /^\/var\/vcap\/(?!.*\.\.)[A-Za-z0-9_./-]+$/;
const denied = (path: string): Error => new Error(`scp: ${path}: Permission denied`);

/**
 * A file of a VM as the user of `bosh scp` reads it: a member of bosh_sudoers, which is the group of what was handed to
 * it, and not root. `vcap` stands for /var/vcap.
 */
export const fetchAsGroup = async (vcap: string, path: string): Promise<Buffer> => {
  if (!allowed.test(path)) throw denied(path);
  const file = join(vcap, path.slice('/var/vcap/'.length));
  const found = await stat(file).catch(() => null);
  if (!found) throw new Error(`scp: ${path}: No such file or directory`);
  const folder = await stat(dirname(file));
  if ((found.mode & 0o040) === 0 || (folder.mode & 0o010) === 0) throw denied(path);
  return readFile(file);
};
