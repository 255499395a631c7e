import { createHash } from 'node:crypto';
import { quoteArgument } from '../../commands/quote.ts';
import { scriptAt } from '../../commands/scripts.ts';

const text = scriptAt(new URL('./fence.sh', import.meta.url));

/** Named by its content: supervisors of an older bot go on reading the script that they began with. */
export const fenceScript = {
  text,
  file: `fence-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.sh`,
};

export const installScript = scriptAt(new URL('./install.sh', import.meta.url));

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `.` looks for a name without a slash on PATH. */
const asPath = (file: string): string => (file.includes('/') ? file.replace(/^~\//, './') : `./${file}`);

const ofAdmin = ['BOSH_ACT_CLIENT', 'BOSH_ACT_CLIENT_SECRET'];
/** What every command has: the admin's login goes to those alone that need it. */
export const withoutAdmin = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !ofAdmin.includes(name)));
/** Behind the secrets file, which may hold it. */
const asAdminLine =
  '[ -z "$BOSH_ACT_CLIENT" ] || export BOSH_CLIENT="$BOSH_ACT_CLIENT" BOSH_CLIENT_SECRET="$BOSH_ACT_CLIENT_SECRET"';

/** The environment as fence.sh reads it from stdin, never from argv. Its last line proves that all of it came. */
export const environmentText = (
  env: Readonly<Record<string, string>>,
  more: { readonly inherit: boolean; readonly secretsFile?: string; readonly asAdmin?: boolean | undefined },
): string => {
  const wrong = Object.keys(env).find(name => !variable.test(name));
  if (wrong !== undefined) throw new TypeError(`${wrong} cannot be the name of an environment variable`);
  return [
    ...(more.inherit ? [] : ['unset PATH HOME USER LOGNAME']),
    `export ${ofAdmin.map(name => `${name}=`).join(' ')}`,
    ...Object.entries(more.asAdmin ? env : withoutAdmin(env)).map(
      ([name, value]) => `export ${name}=${quoteArgument(value)}`,
    ),
    ...(more.secretsFile === undefined ? [] : [`secrets ${quoteArgument(asPath(more.secretsFile))}`]),
    ...(more.asAdmin ? [asAdminLine] : []),
    `unset ${ofAdmin.join(' ')}`,
    '#whole',
  ].join('\n');
};
