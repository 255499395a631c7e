import { mask } from './mask-secrets.ts';
import { candidate, namesSecret } from './secret-names.ts';

/** What a line leaves open for the next: its value is still to come, or goes on until a quote. */
export type Opens = null | { readonly is: 'value' } | { readonly is: 'quote'; readonly quote: string };
type MaskedLine = { readonly text: string; readonly opens: Opens };

const longestName = 160;
const onward = /[\p{L}\p{N}_.-]*/uy;
const partOfName = /[\p{L}\p{N}_.-]/u;
const nameStart = (line: string, at: number): number => {
  let start = at;
  while (start > 0 && at - start < longestName && partOfName.test(line[start - 1] ?? '')) start--;
  return start;
};
const nameEnd = (line: string, at: number): number => {
  onward.lastIndex = at;
  return at + (onward.exec(line)?.[0].length ?? 0);
};
/** What may stand between a name and its value. A tab, bars and two spaces are a table's. */
const between = /["'`\\\])]{0,16}(?:\s{0,40}(?::=|=>|[:=：＝]|\|)|>|[ ]{2}|\t)\s*/y;
const afterFlag = /["'`]?[ =]\s*/y;
const asked =
  /\s+(?:is|was|는|은)\s+(?!not\b|no\b|a\b|the\b|required|set\b|empty|wrong|expired|invalid|missing|needed)/iy;

const sticky = (find: RegExp, line: string, at: number): number | null => {
  find.lastIndex = at;
  const found = find.exec(line);
  return found ? found.index + found[0].length : null;
};

/** Where the value of the name that ends here begins; null: it is only a word. */
const valueStart = (line: string, start: number, end: number, name: string): number | null => {
  if (line.slice(Math.max(0, start - 6), end) === 'oauth/token') return null;
  const flag = /^-/.test(name) || line[start - 1] === '-';
  return (
    sticky(between, line, end) ??
    (flag ? sticky(afterFlag, line, end) : null) ??
    (/^(?:password|passwd|passphrase|pwd|비밀번호|암호)$/i.test(name) ? sticky(asked, line, end) : null)
  );
};

/** No honest line has so many words about secrets: from there on it is masked. */
const mostNames = 2000;
/** Where the first value of a secret's name begins, and its name's line goes on no further than that; -1: nowhere. */
const valueIn = (line: string): number => {
  const find = candidate();
  let names = 0;
  for (let found = find.exec(line); found; found = find.exec(line)) {
    if (++names > mostNames) return found.index;
    const [start, end] = [nameStart(line, found.index), nameEnd(line, found.index)];
    find.lastIndex = Math.max(find.lastIndex, end);
    const name = line.slice(Math.max(start, end - longestName), end).replace(/[.]+$/, '');
    const value = namesSecret(name) ? valueStart(line, start, end, name) : null;
    if (value !== null) return value;
  }
  return -1;
};

/** Logins on a command line that have no name: `curl -u me:secret`, `mysql -psecret`, `sshpass -p secret`. */
const userFlag = /(?:^|\s)(?:-u|-U|--user|--proxy-user)(?![ =]?["']?https?:)[ =]?["']?[^\s:%"']{1,200}[:%]/;
const toolWithFlag =
  /(?:^|[\s/|;&(])(?:mysql\w{0,12}|mariadb\w{0,12}|sshpass|docker|podman|mongo\w{0,8}|cf|om|pks|tkgi|uaac?|redis-cli|ldap\w{0,8}|smbclient|7z|zip|unzip|htpasswd|openssl|credhub|sqlcmd|psql|kubectl)(?=\s)/;
const loginFlag = /\s(?:-p|-P|-w|-a|-s|-k|-b|--from-literal[ =]?[\w.-]{1,80}=)\s{0,8}(?=\S)/;
const nameless =
  /identified by\s{1,8}|\bpassword\s{1,8}(?=['"])|\blogin\s{1,8}\S{1,100}\s{1,8}password\s{1,8}/i;
const after = (find: RegExp, line: string, from = 0): number => {
  const found = find.exec(from > 0 ? line.slice(from) : line);
  return found ? from + found.index + found[0].length : -1;
};
/** Looked for only where a word of it is there: most lines have none, and may be long. */
const loginIn = (line: string): number => {
  const flags = line.includes(' -') || line.startsWith('-');
  const tool = flags ? after(toolWithFlag, line) : -1;
  const starts = [
    flags ? after(userFlag, line) : -1,
    tool < 0 ? -1 : after(loginFlag, line, tool),
    /identified|password|login/i.test(line) ? after(nameless, line) : -1,
  ].filter(at => at >= 0);
  return starts.length === 0 ? -1 : Math.min(...starts);
};

/** Values that are secrets by their look, wherever they stand. Each ends in one open class: nothing is read twice. */
const looks =
  /(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{12,}|gl(?:dt|rt|cbt|ptt)-[\w-]{12,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|[sr]k_(?:live|test)_\w{10,}|sk-[\w-]{16,}|AIza[\w-]{30,}|hv[sbr]\.[\w-]{16,}|npm_\w{30,}|pypi-[\w-]{16,}|SG\.[\w.-]{16,}|ya29\.[\w-]{10,}|do[opr]_v1_\w{16,}|AGE-SECRET-KEY-1\w{10,}|LS0tLS1CRUdJTi[\w+/=-]*|eyJ[\w.~+/=-]{12,}|https:\/\/hooks\.slack\.com\/\S{8,}|\$(?:1|2[aby]|5|6|y|argon2\w{0,3})\$\S{8,})/g;
const bearer =
  /\b(bearer\s{1,8}|(?:basic|negotiate|digest)\s{1,8}(?=\S{0,200}[\d=+/._-]))[\w.~+/=[\]-]{8,}/gi;
/** A login before the host: what follows the first colon, or all of it where there is none and it is no ssh login. */
const words = /[^\s"'<>`]+/g;
const scheme = /[A-Za-z][A-Za-z0-9+.-]{0,20}$/;
const userOnly = /^(?:ssh|sftp|scp|git\+ssh|nfs|smtp|mailto)$/i;
const host = /^(?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d*)?$/;
const maskLogin = (word: string): string => {
  const begin = word.indexOf('://') + 3;
  const end = word.lastIndexOf('@');
  if (begin < 3 || end <= begin) return word;
  const login = word.slice(begin, end);
  const slash = login.indexOf('/');
  const colon = login.indexOf(':');
  const user = slash < 0 ? login : login.slice(0, slash);
  if (slash >= 0 && host.test(user)) return word; // a path with an @ in it
  if (colon >= 0) return word.slice(0, begin + colon + 1) + mask + word.slice(end);
  const name = scheme.exec(word.slice(Math.max(0, begin - 24), begin - 3))?.[0] ?? '';
  return userOnly.test(name) ? word : word.slice(0, begin) + mask + word.slice(end);
};
const maskLogins = (line: string): string =>
  line.includes('://') && line.includes('@') ? line.replace(words, maskLogin) : line;
const inUrl =
  /([?&;](?:sig|signature|code|ticket|x-amz-[\w-]{1,30}|awsaccesskeyid|se|sv|key|hash|hmac)=)[^\s&"'<>]+/gi;

/** What no name announces. */
export const maskLooks = (line: string): string =>
  maskLogins(line).replace(inUrl, `$1${mask}`).replace(bearer, `$1${mask}`).replace(looks, mask);

const opening = (value: string): Opens => {
  if (value === '' || /^(?:[|>][+-]?\d?[+-]?|\\|[[{(])$/.test(value)) return { is: 'value' };
  const quote = /^["'`]/.exec(value)?.[0];
  return quote && !value.slice(1).includes(quote) ? { is: 'quote', quote } : null;
};

/** What ends a variable of an environment ends its value. */
const maskVariables = (line: string): MaskedLine => ({
  text: line
    .split('\0')
    .map(part => maskPlain(part).text)
    .join('\0'),
  opens: null,
});

/** One line of anything but JSON: from the first secret's value on to its end. */
export const maskPlain = (line: string): MaskedLine => {
  if (line.includes('\0')) return maskVariables(line);
  const starts = [valueIn(line), loginIn(line)].filter(at => at >= 0);
  if (starts.length === 0) return { text: maskLooks(line), opens: null };
  const at = Math.min(...starts);
  const value = line.slice(at).trim();
  const opens = opening(value);
  const kept = maskLooks(line.slice(0, at));
  return { text: opens?.is === 'value' ? kept + line.slice(at) : kept + mask, opens };
};
