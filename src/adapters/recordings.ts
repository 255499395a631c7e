import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Keeps a recording in DATA_DIR/recordings, for its owner alone; answers where it lies. One of that name is written over: it
 *  is of the same cluster and second. */
export const keepRecordings =
  (dataDir: string) =>
  async (name: string, text: string): Promise<string> => {
    const folder = resolve(dataDir, 'recordings');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = resolve(folder, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  };
