/** What may come next among commands, in double quotes, in `${…}` and in `$((…))`. Where nothing fits (backquotes, `$'`)
 *  shells differ, or the text is not followed. */
const commandToken =
  /\\[\s\S]|'[^']*'|\$\(\(|\$[({]|"|<<<|<<-?[ \t]*(?:'[^'\n]*'|"[^"\n\\$`]*"|\\.|[^\s'"\\;&|()<>$`])+|<(?!<)|[\n#() \t;&|>]|\$(?!')|[^\\'"$<>\n#() \t;&|`]+/y;
const quotedToken = /\\[\s\S]|\$\(\(|\$[({]|\$|[^\\"$`]+/y;
const braceToken = /\\[\s\S]|'[^']*'|\$\(\(|\$[({]|"|\$(?!')|[^\\'"$}`]+/y;
/** In double quotes a brace's single quotes are text after `:-`, and quotes after `#`. */
const quotedBraceToken = /\\[\s\S]|\$\(\(|\$[({]|"|\$(?!')|[^\\'"$}`]+/y;
const bracesIn = new Map([quotedToken, quotedBraceToken].map(from => [from, quotedBraceToken]));
const sumToken = /\$\(\(|\$[({]|\(|\$|[^$()'"\\`]+/y;
const hereDocument = /^<<(-?)[ \t]*([^<][\s\S]*)$/;
/** After these a command begins, where `case` is a keyword and not an argument. */
const leads = /^(if|then|elif|else|while|until|do|in|!|\{)$/;

/** Among commands: `#` opens a comment where a word begins, `case` is a keyword where a command begins, and a `)` inside of
 *  `case … esac` ends a pattern. */
type Stand = { readonly word: boolean; readonly command: boolean; readonly cases: number };
const begun: Stand = { word: true, command: true, cases: 0 };
const cases: Readonly<Record<string, number>> = { case: 1, esac: -1 };
const after = (was: Stand, token: string, next: string): Stand => {
  if (token === '\\\n') return was;
  if (/^[ \t<>]$/.test(token)) return { ...was, word: true };
  if (/^[\n;&|()]$/.test(token)) return { ...was, word: true, command: true };
  const keyword = was.word && was.command && /^[\s;&|()<>]/.test(next) ? (cases[token] ?? 0) : 0;
  const command = leads.test(token) && (was.command || was.cases > 0);
  return { word: false, command, cases: was.cases + keyword };
};

class Unfollowed extends Error {}

/** Stands behind the text: nothing that a shell reads holds it. */
const over = '\0';

/** The lines that do something. */
const meant = (script: string): readonly string[] => {
  const text = `${script}\n${over}`;
  const lines: string[] = [];
  let [at, line, awaited] = [0, '', 0];
  const unfollowed = (): never => {
    throw new Unfollowed();
  };
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? unfollowed();
    at += found.length;
    line += found;
    return found;
  };
  const closed = (closes: string): boolean => {
    if (!text.startsWith(closes, at)) return false;
    at += closes.length;
    line += closes;
    return true;
  };
  const inside = (closes: string, pattern: RegExp): void => {
    while (!closed(closes)) open(take(pattern), pattern);
  };
  const open = (token: string, from: RegExp): void => {
    if (token === '$(') commands(')');
    if (token === '(') from === sumToken ? inside(')', sumToken) : commands(')');
    if (token === '"') inside('"', quotedToken);
    if (token === '${') inside('}', bracesIn.get(from) ?? braceToken);
    if (token === '$((') inside('))', sumToken);
  };
  const document = (token: string): void => {
    const [, tabs, word = ''] = hereDocument.exec(token) ?? [];
    const end = word.replaceAll(/['"\\]/g, '');
    let [found, joined] = ['', false];
    do {
      joined = word === end && found.endsWith('\\');
      found = at < text.length ? take(/[^\n]*\n?/y).replace('\n', '') : unfollowed();
    } while ((tabs ? found.replace(/^\t+/, '') : found) !== end);
    // Shells do not agree whether the end counts that a continued line goes on with.
    if (joined) unfollowed();
  };
  const endLine = (waiting: readonly string[] = []): void => {
    if (awaited !== waiting.length) unfollowed();
    waiting.forEach(document);
    awaited = 0;
    if (line.trim() !== '') lines.push(line.replace(/\n$/, ''));
    line = '';
  };
  const comment = (): void => {
    // A blank that is escaped is a word.
    line = line.replace(/(?<![\\ \t])[ \t]+$/, '');
    at = text.indexOf('\n', at);
  };
  const command = (waiting: string[]): string => {
    const token = take(commandToken);
    if (hereDocument.test(token)) awaited = waiting.push(token);
    open(token, commandToken);
    if (token === '\n') endLine(waiting.splice(0));
    return token;
  };
  const commands = (closes: string): void => {
    const waiting: string[] = [];
    for (let stand = begun; stand.cases > 0 || !closed(closes); ) {
      if (at === text.length) unfollowed();
      if (stand.word && text[at] === '#') comment();
      else stand = after(stand, command(waiting), text[at] ?? '\n');
    }
  };
  commands(over);
  if (at < text.length) unfollowed();
  line = line.replace(over, '');
  endLine();
  return lines;
};

/** A shell script without comments and blank lines; what it does is the same. One that cannot be followed stays whole. */
export const stripped = (script: string): string => {
  try {
    return meant(script).join('\n');
  } catch (error) {
    if (error instanceof Unfollowed) return script;
    throw error;
  }
};
