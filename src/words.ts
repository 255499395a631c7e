/** One sentence in both languages of the cards. Korean is written for the on-call engineer, not translated word by word. */
export type Words = {
  readonly en: string;
  readonly ko: string;
  /** These words say already what to do next, and name its button. */
  readonly move?: true;
};
export type Locale = 'en' | 'ko';

/** A sentence in both languages. */
export const text = (en: string, ko: string): Words => ({ en, ko });

/** The same text in both languages: command lines, ids, tool output. */
export const same = (text: string): Words => ({ en: text, ko: text });

/** Words that say already what to do next, and name its button: no general move is put behind them. */
export const withMove = (words: Words): Words => ({ ...words, move: true });

/** Words joined to one sentence, in both languages. */
export const joined = (words: readonly Words[], by = '; '): Words => ({
  en: words.map(each => each.en).join(by),
  ko: words.map(each => each.ko).join(by),
  ...(words.some(each => each.move) ? { move: true } : {}),
});

/** An English count with its noun: `1 task`, `2 tasks`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** How many lines a command printed. */
export const linesWords = (lines: number): Words => ({ en: counted(lines, 'line'), ko: `${lines}줄` });

type Particle = '이/가' | '은/는' | '을/를' | '과/와' | '으로/로' | '이라는/라는';
type Ending = 'none' | 'consonant' | 'l';

/** As they are read out: 0 is 영, 1 is 일; l, m, n and r end in a consonant too. */
const spoken: Readonly<Record<string, Ending>> = {
  ...{ '0': 'consonant', '1': 'l', '3': 'consonant', '6': 'consonant', '7': 'l', '8': 'l' },
  ...{ l: 'l', m: 'consonant', n: 'consonant', r: 'l' },
};
const firstSyllable = 0xac00;

const endingOf = (letter: string): Ending => {
  const syllable = (letter.codePointAt(0) ?? 0) - firstSyllable;
  if (syllable < 0 || syllable >= 11_172) return spoken[letter.toLowerCase()] ?? 'none';
  const final = syllable % 28;
  return final === 0 ? 'none' : final === 8 ? 'l' : 'consonant';
};

/** A name, an id or a number with the Korean particle that its last sound asks for: `master/9b8ad6e0이`, `master/774bfafe가`. */
export const josa = (word: string | number, particle: Particle): string => {
  const last = /[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u.exec(String(word))?.[0] ?? '';
  const [afterConsonant, afterVowel] = particle.split('/');
  const ending = endingOf(last);
  const plain = ending === 'none' || (ending === 'l' && particle === '으로/로');
  return `${word}${plain ? afterVowel : afterConsonant}`;
};

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (letter === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
};

const offBy = (typed: string, name: string): number => {
  if (typed === name) return -1;
  return typed.length > 1 && name.startsWith(typed) ? 0 : distance(typed, name);
};

/** The name that somebody probably meant; null when nothing is near. */
export const nearest = (typed: string, names: readonly string[]): string | null => {
  const word = typed.toLowerCase().slice(0, 30);
  const near = names.map(name => ({ name, off: offBy(word, name) })).sort((a, b) => a.off - b.off)[0];
  return near && near.off <= Math.max(2, near.name.length / 3) ? near.name : null;
};
