import { z } from 'zod';

export const parts = (text: string): readonly string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);

/** `a=b,c=d` into pairs. */
export const pairs = z.string().transform((text, context) => {
  const read = parts(text).map(part => {
    const [name = '', value = ''] = part.split('=');
    if (!/^[A-Za-z0-9._-]+$/.test(name) || !/^[A-Za-z0-9._-]+$/.test(value))
      context.addIssue({ code: 'custom', message: `"${part}" is not name=deployment` });
    return { cluster: name, deployment: value };
  });
  const twice = read.find(({ cluster }, i) => read.findIndex(each => each.cluster === cluster) !== i);
  if (twice) context.addIssue({ code: 'custom', message: `names ${twice.cluster} twice` });
  return read;
});
export const people = z.string().transform((text, context) => {
  const ids = parts(text);
  const odd = ids.find(id => !/^[UW][A-Z0-9]+$/.test(id));
  if (odd) context.addIssue({ code: 'custom', message: `"${odd}" is not a member id such as U0123ABCD` });
  return ids;
});
export const channel = z.string().regex(/^[CG][A-Z0-9]+$/, 'is not a channel id such as C0123ABCD');
export const channels = z.string().transform((text, context) => {
  const ids = parts(text);
  const odd = ids.find(id => !/^[CG][A-Z0-9]+$/.test(id));
  if (odd) context.addIssue({ code: 'custom', message: `"${odd}" is not a channel id such as C0123ABCD` });
  return ids;
});
/** `jihun=U0123ABCD,…`: who somebody who logs in on the bot's host is in Slack. */
export const logins = z.string().transform((text, context) =>
  parts(text).map(part => {
    const [login = '', id = ''] = part.split('=');
    if (!/^[A-Za-z0-9._@-]+$/.test(login) || !/^[UW][A-Z0-9]+$/.test(id))
      context.addIssue({ code: 'custom', message: `"${part}" is not login=U0123ABCD` });
    return { login, id };
  }),
);
export const one = <T extends string>(...words: readonly [T, ...T[]]) =>
  z.enum(words, { error: `is not ${words.join(' or ')}` });
export const seconds = (fallback: number) =>
  z.coerce
    .number({ error: 'is not a number of seconds' })
    .positive('is not more than 0 seconds')
    .default(fallback);
/** `prod-*=S0123,dev-*=S0456`, in order. */
export const groupsByCluster = z.string().transform((text, context) =>
  parts(text).map(part => {
    const [pattern = '', group = ''] = part.split('=');
    if (!/^[A-Za-z0-9._*-]+$/.test(pattern) || !/^S[A-Z0-9]+$/.test(group))
      context.addIssue({
        code: 'custom',
        message: `"${part}" is not cluster=user group id such as prod-*=S0123ABCD`,
      });
    return { pattern, group };
  }),
);
export const userGroup = z.string().regex(/^S[A-Z0-9]+$/, 'is not a user group id such as S0123ABCD');
export const minutes = (fallback: number) =>
  z.coerce
    .number({ error: 'is not a number of minutes' })
    .positive('is not more than 0 minutes')
    .default(fallback);
export const minutesList = z.string().transform((text, context) => {
  const read = parts(text).map(Number);
  if (read.some(each => !(each > 0)))
    context.addIssue({ code: 'custom', message: 'is not a list of minutes such as 2,5,10' });
  return read;
});
export const atLeast = (least: number) =>
  z.coerce
    .number({ error: 'is not a number of people' })
    .int('is not a whole number')
    .min(least, `may only be raised above ${least}`)
    .default(least);
export const port = z.coerce
  .number({ error: 'is not a port' })
  .int('is not a port')
  .min(0, 'is not a port')
  .max(65_535, 'is above 65535');
export const web = (example: string) =>
  z.url({ protocol: /^https?$/, error: `is not a URL such as ${example}` });
export const parses = (text: string): boolean => URL.canParse(text);
/** An IANA name that this Node knows. */
export const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
const portInRange = (text: string): boolean => Number(/:(\d+)$/.exec(text)?.[1] ?? 22) <= 65_535;
export const jumpHost = z.union(
  [
    z.literal('local'),
    z
      .string()
      .regex(/^ssh:\/\/[^@/\s]+@[^:/\s]+(:\d{1,5})?$/)
      .refine(portInRange, 'names a port above 65535'),
  ],
  { error: 'is neither "local" nor ssh://user@host:port' },
);
/**
 * Which settings may never be printed: src/app/config-secrets.ts reads the marks. 'all': the value; 'login': user and password
 * of an URL; 'words': each argument after the first, as far as it could be one.
 */
export const secret = z.registry<{ readonly is: 'all' | 'login' | 'words' }>();
export const kept = z.string().min(1).register(secret, { is: 'all' }).optional();
