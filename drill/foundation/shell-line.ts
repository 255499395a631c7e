/** The words of a shell line, or null where it is more than plain and single-quoted words (the inverse of quoteArgv). */
export const shellWords = (line: string): readonly string[] | null => {
  const words: string[] = [];
  let rest = line;
  while (rest.length > 0) {
    const word = /^(?:[A-Za-z0-9_@%+=:,./-]+|'[^']*'|\\')+/.exec(rest)?.[0];
    if (word === undefined) return null;
    words.push(word.replaceAll(/'([^']*)'|\\(')/g, (_, quoted, bare) => quoted ?? bare));
    rest = rest.slice(word.length);
    if (rest === '') break;
    if (!rest.startsWith(' ')) return null;
    rest = rest.slice(1);
    if (rest === '') return null;
  }
  return words;
};
