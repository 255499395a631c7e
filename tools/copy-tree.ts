import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const left = ['node_modules', '.git', '.tools', 'data', '.vitest', 'ci-output'];

/** The tree as it stands, in a temporary folder, with the same packages. */
export const copyTree = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-mutants-'));
  const filter = (path: string) => !left.some(name => path === join(root, name));
  await cp(root, folder, { recursive: true, filter });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};
