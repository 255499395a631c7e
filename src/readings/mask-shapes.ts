import { looksLikeJson } from './mask-json.ts';
import { longestText, maskLines } from './mask-lines.ts';
import { mask, type Sieve } from './mask-secrets.ts';

/** A line that is longer is masked as a whole, so that no line holds the event loop. */
const longest = (line: string): number => (looksLikeJson.test(line) ? 1 << 19 : longestText);
const tooLong = `${mask} (a line of over ${longestText} characters)`;

/** Colours, other orders to a terminal, and characters that nobody sees could stand in the middle of a word. */
const [esc, bell] = [String.fromCharCode(27), String.fromCharCode(7)];
const order = String.raw`${esc}(?:\[[0-?]*[ -/]*[@-~]|\][^${bell}${esc}]*(?:${bell}|${esc}\\)?|[@-Z\\^_])`;
const unseen = new RegExp(`${order}|[\u200b\u2060\ufeff\u00ad]`, 'g');
const halfSeen = new RegExp(String.raw`${esc}(?:\[[0-?]*[ -/]*|\][^${bell}${esc}]*${esc}?)?$`);
const longestHalf = 200;

/** Takes out what a terminal would not show, so that what stands around it is one word again. */
export const stripUnseen = (): Sieve => {
  let held = '';
  return {
    push: text => {
      const all = held + text;
      const half = all.slice(-longestHalf).search(halfSeen);
      const until = half < 0 ? all.length : Math.max(0, all.length - longestHalf) + half;
      held = all.slice(until);
      return all.slice(0, until).replace(unseen, '');
    },
    finish: () => {
      const rest = held.replace(unseen, '');
      held = '';
      return rest;
    },
  };
};

/**
 * A Director's task prints `Task N` and its events without a newline and then waits for minutes: such a line is passed on
 * word by word, as far as no word of it could announce a secret. Any other is held until it is whole.
 */
const taskLine = /^Task \d+(?: |$)/;
const wary =
  /[=@'"<>{}[\]$%&\\?~^`]|:\/\/|--|\d:\D|pass|pwd|secret|token|key|cred|auth|cookie|sess|sig|bearer|basic|eyj|ls0t|xox|xapp|akia|asia|gh[a-z]_|glpat|sid|pin|otp|jwt|psk|pw|-u|-p|[^\u0020-\u007e]/i;
const passable = (line: string): number => {
  const task = /^Task \d+$/.exec(line);
  if (task) return line.length;
  if (!taskLine.test(line)) return 0;
  const first = line.search(wary);
  const sure = first < 0 ? line : line.slice(0, first);
  return sure.lastIndexOf(' ') + 1;
};

/** Masks what looks like a secret whoever it belongs to. */
export const maskShapes = (): Sieve => {
  const masked = maskLines();
  let held: string[] = [];
  let length = 0;
  let passed = 0;
  let skipping = false;
  let starts: boolean | null = null;
  let limit = longestText;

  const reset = () => {
    held = [];
    [length, passed, starts, limit] = [0, 0, null, longestText];
  };
  const endOfLine = (end: string): string => {
    if (skipping) {
      skipping = false;
      reset();
      return end;
    }
    const line = held.join('');
    const out = masked(line);
    const rest = out?.startsWith(line.slice(0, passed)) ? out.slice(passed) : mask;
    reset();
    // A line of a key leaves nothing, its newline neither.
    return out === null ? '' : rest + end;
  };
  const early = (): string => {
    if (starts === null && length >= 5) starts = held.join('').startsWith('Task ');
    if (!starts || length > 4096) return '';
    const line = held.join('');
    held = [line];
    const until = passable(line);
    const out = until > passed ? line.slice(passed, until) : '';
    passed = Math.max(passed, until);
    return out;
  };
  const take = (text: string): string => {
    if (skipping || text === '') return '';
    held.push(text);
    length += text.length;
    if (length <= limit) return early();
    if (limit === longestText) {
      held = [held.join('')];
      limit = longest(held[0] ?? '');
      if (length <= limit) return '';
    }
    skipping = true;
    return passed > 0 ? '' : tooLong;
  };
  return {
    push: text => {
      let out = '';
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        out += take(text.slice(from, end)) + endOfLine('\n');
        from = end + 1;
      }
      return out + take(text.slice(from));
    },
    finish: () => endOfLine(''),
  };
};
