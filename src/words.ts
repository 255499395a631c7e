/** One sentence in both languages of the cards. Korean is written for the on-call engineer, not translated word by word. */
export type Words = { readonly en: string; readonly ko: string };
export type Locale = 'en' | 'ko';

/** A sentence for a locale. */
export const say = (words: Words, locale: Locale): string => words[locale];

/** The same text in both languages: command lines, ids, tool output. */
export const same = (text: string): Words => ({ en: text, ko: text });
