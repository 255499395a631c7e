import { clean } from '../messages/text.ts';
import type { Locale, Words } from '../words.ts';

/** Markup that is safe as it stands: only `html` makes it. */
export type Html = { readonly html: string };
type Value = string | number | Html | null | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => clean(text).replaceAll(/[&<>"']/g, each => entities[each] ?? each);

const written = (value: Value): string => {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return 'html' in value ? value.html : value.map(written).join('');
};

/** Markup around foreign text: whatever is put in is text, unless `html` itself made it. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  html: parts.map((part, index) => part + written(values[index] ?? null)).join(''),
});

/** A sentence whose `commands` stand in code. */
export const sentence = (words: Words, locale: Locale): Html => ({
  html: escaped(words[locale]).replaceAll(/`([^`\n]+)`/g, '<code>$1</code>'),
});
