/** Text from tools and people on its way into Slack: cut between whole characters, flattened, escaped. */

const ellipsis = '…';
/** What belongs to the character before it: combining marks and variation selectors, a joiner, half of a pair. */
const clings = /^(\p{M}|\u200D|[\uDC00-\uDFFF])/u;
const lowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
const parts = (text: string, at: number): boolean =>
  lowSurrogate(text, at) || clings.test(text.slice(at, at + 2)) || text.charCodeAt(at - 1) === 0x200d;

/** The last index not after `at` where a cut parts no character. Looks back 32 units at most: a hostile pile of marks ends. */
const cutIndex = (text: string, at: number): number => {
  for (let index = at; index > 0 && index > at - 32; index--) if (!parts(text, index)) return index;
  return lowSurrogate(text, at) ? at - 1 : at;
};

/** At most `max` UTF-16 units, an ellipsis included when something was left off. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, cutIndex(text, Math.max(max - 1, 0)))}${ellipsis}`;

/** Keeps the end, as one reads a log: from the start of a line where one is near. */
export const cutFront = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const from = text.length - Math.max(max - 2, 0);
  const whole = lowSurrogate(text, from) ? from + 1 : from;
  const newline = text.indexOf('\n', whole);
  return newline >= 0 && newline - whole < 200
    ? `${ellipsis}${text.slice(newline)}`
    : `${ellipsis}${text.slice(whole)}`;
};

/** Keeps head and tail: command lines tell by both. */
export const cutMiddle = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const tail = Math.floor((max - 1) / 2);
  const from = text.length - tail;
  const head = text.slice(0, cutIndex(text, max - 1 - tail));
  return `${head}${ellipsis}${text.slice(lowSurrogate(text, from) ? from + 1 : from)}`;
};

/** No control characters, no lone surrogates, no marks that turn the direction of the text around. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\uFEFF]/gu, '');

/** One line of it. */
export const flat = (text: string): string => clean(text).replaceAll(/\s+/g, ' ').trim();

/** For mrkdwn and for a message's fallback text: entities are the only thing that Slack reads there as markup with power. Exported for its tests. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Escaped and at most `max` units, never cut inside an entity. */
export const escapedWithin = (text: string, max: number): string => {
  const whole = escaped(text);
  if (whole.length <= max) return whole;
  const kept = whole.slice(0, cutIndex(whole, max - 1)).replace(/&[a-z]{0,3}$/, '');
  return `${kept}${ellipsis}`;
};

/** The first of several; all of it where there is no other. */
export const firstSentence = (said: string): string => /^.*?\.(?=\s|$)/s.exec(said)?.[0] ?? said;
