import { mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

/** Node keeps what it compiled in `folder`, so that the next start is quicker. Without a folder it would take one in /tmp, where
 *  anybody may put code into it: it has to be the bot's own. One that can't be written costs the time and is no error. */
export const keepCompiled = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    enableCompileCache(resolve(folder));
  } catch {} // read-only, full, a file in its place: the bot starts as if there were no cache
};
