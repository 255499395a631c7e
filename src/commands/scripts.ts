import { readFileSync } from 'node:fs';
import { stripped } from './stripped.ts';

/** A script's text as it is shown, counted, hashed and sent: `. ./other.sh` stands for that file's own lines. */
export const scriptAt = (file: URL): string =>
  stripped(readFileSync(file, 'utf8')).replaceAll(/^\. \.\/(\S+\.sh)$/gm, (_, name: string) =>
    scriptAt(new URL(name, file)),
  );

/** Of `src/commands/scripts/`. */
export const scriptText = (name: string): string =>
  scriptAt(new URL(`./scripts/${name}.sh`, import.meta.url));
