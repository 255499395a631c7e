import { namesSecret } from '../../readings/secret-names.ts';
import type { Carrier } from './carrier.ts';
import { createDaily } from './daily.ts';

const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/;
const unquoted = (value: string): string => {
  const quoted = /^(["'])([\s\S]*)\1\s*(?:#.*)?$/.exec(value.trim());
  return quoted ? (quoted[2] ?? '') : value.trim().replace(/\s+#.*$/, '');
};
/** What a secret's name is given in a file of shell assignments, and the logins of addresses; as written and unquoted. Exported for its tests. */
export const secretsOfFile = (text: string): readonly string[] =>
  text.split('\n').flatMap(line => {
    const [, name = '', value = ''] = assignment.exec(line) ?? [];
    const plain = unquoted(value);
    const login = /^[\w+.-]+:\/\/[^:@\s]*:(.+)@/.exec(plain)?.[1];
    const found = [
      ...(namesSecret(name) ? [plain, plain.replace(/\\(.)/g, '$1')] : []),
      ...(login ? [login] : []),
    ];
    return found.filter(each => each !== '');
  });

const limit = 1 << 16;

/** Reads the jump host's own secrets into memory before the first command, and anew each day, so that they are masked. Where
 *  the file cannot be read the fence says so, and runs nothing. */
export const learnSecrets = (
  carrier: Carrier,
  file: string | undefined,
  learn: (secrets: readonly string[]) => void,
): (() => Promise<void>) => {
  const isDue = createDaily();
  let known = file === undefined;
  let reading: Promise<void> | null = null;
  const read = async () => {
    const pieces: Uint8Array[] = [];
    const carried = await carrier.carry(['head', '-c', String(limit), '--', file ?? ''], {
      stdin: '',
      onStdout: piece => void pieces.push(piece.slice()),
      deadlineSeconds: 20,
      signal: new AbortController().signal,
    });
    known = carried.end === 'done' && carried.exitCode === 0;
    if (known) learn(secretsOfFile(Buffer.concat(pieces).toString()));
  };
  return async () => {
    if (file === undefined || (!isDue() && known)) return;
    reading ??= read().finally(() => {
      reading = null;
    });
    await reading.catch(() => {});
  };
};
