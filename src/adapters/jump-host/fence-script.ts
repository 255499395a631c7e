import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { quoteArgument } from '../../commands/quote.ts';

const text = readFileSync(new URL('./fence.sh', import.meta.url), 'utf8');

/** Named by its content: supervisors of an older bot go on reading the script that they began with. */
export const fenceScript = {
  text,
  file: `fence-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.sh`,
};

/** $1 folder, $2 file name, $3 and $4 days; the script on stdin. Renamed into place, so that it is whole or not there. */
export const installScript = `umask 077
mkdir -p "$1" && cat >"$1/$2.$$" && mv "$1/$2.$$" "$1/$2" || exit 1
sh "$1/$2" prune "$1" "$3" "$4" >/dev/null 2>&1 || :`;

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `.` looks for a name without a slash on PATH. */
const asPath = (file: string): string => (file.includes('/') ? file.replace(/^~\//, './') : `./${file}`);

/** The environment as fence.sh reads it from stdin, never from argv. Its last line proves that all of it came. */
export const environmentText = (
  env: Readonly<Record<string, string>>,
  more: { readonly inherit: boolean; readonly secretsFile?: string },
): string => {
  const wrong = Object.keys(env).find(name => !variable.test(name));
  if (wrong !== undefined) throw new TypeError(`${wrong} cannot be the name of an environment variable`);
  return [
    ...(more.inherit ? [] : ['unset PATH HOME USER LOGNAME']),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quoteArgument(value)}`),
    ...(more.secretsFile === undefined ? [] : [`secrets ${quoteArgument(asPath(more.secretsFile))}`]),
    '#whole',
  ].join('\n');
};
