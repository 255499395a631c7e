import type { Style } from './mrkdwn.ts';
import { safeUrl } from './safe-url.ts';

/** A markdown block's lines and words, as data; only what cards use. */
export type Inline =
  | { readonly is: 'text'; readonly text: string; readonly style: Style }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'link'; readonly url: string; readonly text: string };
export type Part =
  | { readonly is: 'heading'; readonly inline: readonly Inline[] }
  | { readonly is: 'paragraph' | 'quote' | 'item'; readonly inline: readonly Inline[] }
  | { readonly is: 'pre'; readonly text: string }
  | { readonly is: 'rule' };

const words = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|~~([^~]+)~~|\*([^*\s][^*]*)\*|_([^_]+)_/g;

const inlineToken = (match: RegExpMatchArray): Inline => {
  const [whole, code, label, target, bold, strike, star, under] = match;
  if (code !== undefined) return { is: 'code', text: code };
  const url = target === undefined ? undefined : safeUrl(target);
  if (label !== undefined && url) return { is: 'link', url, text: label };
  if (bold !== undefined) return { is: 'text', text: bold, style: { bold: true } };
  if (strike !== undefined) return { is: 'text', text: strike, style: { strike: true } };
  const italic = star ?? under;
  if (italic !== undefined) return { is: 'text', text: italic, style: { italic: true } };
  return { is: 'text', text: whole, style: {} };
};

const inlineOf = (text: string): readonly Inline[] => {
  const tokens: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(words)) {
    if (match.index > from) tokens.push({ is: 'text', text: text.slice(from, match.index), style: {} });
    tokens.push(inlineToken(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) tokens.push({ is: 'text', text: text.slice(from), style: {} });
  return tokens;
};

const linePart = (line: string): Part | undefined => {
  if (/^\s*$/.test(line)) return undefined;
  if (/^(-{3,}|\*{3,})\s*$/.test(line)) return { is: 'rule' };
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  if (heading) return { is: 'heading', inline: inlineOf(heading[1] ?? '') };
  const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
  if (item) return { is: 'item', inline: inlineOf(item[1] ?? '') };
  const quote = /^>\s?(.*)$/.exec(line);
  if (quote) return { is: 'quote', inline: inlineOf(quote[1] ?? '') };
  return { is: 'paragraph', inline: inlineOf(line) };
};

/** Standard markdown as parts; fenced code first, then line by line. */
export const markdown = (source: string): readonly Part[] =>
  source.split(/```[^\n]*\n([\s\S]*?)```/).flatMap((text, index): readonly Part[] => {
    if (index % 2 === 1) return [{ is: 'pre', text: text.replace(/\n$/, '') }];
    return text
      .split('\n')
      .map(linePart)
      .filter(part => part !== undefined);
  });
