import { z } from 'zod';
import { type Config, settingsSchema } from '../config.ts';
import { secret } from '../settings/kinds.ts';

/** The mark of a variable, under whatever was built around it. */
const markOf = (schema: unknown): ReturnType<typeof secret.get> => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { def } = schema;
  const inner = 'innerType' in def ? def.innerType : 'in' in def ? def.in : undefined;
  return secret.get(schema) ?? (inner === undefined ? undefined : markOf(inner));
};
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
/** `scheme://user:password@host`, or the same without a scheme: the password, or the user where it is all there is; and
 *  what a query says of keys. As it is written and as it is meant. */
const inUrl = (url: string): readonly string[] => {
  const login = /^(?:[\w+.-]+:\/\/)?(.+)@/.exec(url)?.[1] ?? '';
  const word = login.includes(':') ? login.slice(login.indexOf(':') + 1) : login;
  const asked = [...url.matchAll(/[?&][^=&#]*(?:sig|key|token|secret|pass)[^=&#]*=([^&#]+)/gi)].map(
    found => found[1] ?? '',
  );
  return [word, ...asked].flatMap(each => [each, decoded(each)]);
};
/** A path, a flag or a plain word is none; what stands behind a flag's `=` may be one. */
const inWords = (words: readonly string[]): readonly string[] =>
  words
    .slice(1)
    .map(each => (/^-/.test(each) ? (each.split('=').slice(1).join('=') ?? '') : each))
    .filter(each => each.length >= 6 && !/^[./~]|^[a-z]+$/.test(each));
const secretsIn = (is: 'all' | 'login' | 'words', value: unknown): readonly string[] => {
  if (is === 'words')
    return Array.isArray(value) ? [...inWords(value.map(String)), ...value.map(String).flatMap(inUrl)] : [];
  const text = typeof value === 'string' ? value : '';
  return is === 'all' ? [text] : inUrl(text);
};

/** What may never be printed, of what the configuration holds, by the marks of its schema. */
export const secretsOf = (config: Config): readonly string[] => {
  const values = new Map<string, unknown>(Object.entries(config));
  const found = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const mark = markOf(schema);
    return mark ? secretsIn(mark.is, values.get(name)) : [];
  });
  return [...new Set(found.filter(each => each !== ''))];
};
