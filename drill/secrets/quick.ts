import { createRedactor } from '../../src/readings/redact.ts';

const long = 1 << 20;
const of = (text: string, length = long): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** One line each of what makes a careless expression read the same letters again and again. */
const lines: Readonly<Record<string, (length: number) => string>> = {
  'a token without an end': n => of('eyJhbGciOiJIUzI1NiJ9_-', n),
  'password=': n => of('password=', n),
  password: n => of('password', n),
  'password-': n => of('password-', n),
  'a:': n => of('a:', n),
  backslashes: n => of('\\', n),
  'a key that begins and begins': n => of('-----BEGIN ', n),
  quotes: n => of('"', n),
  'escaped quotes in JSON': n => `{"a":"${of('\\"', n)}"}`,
  'JSON with many secrets': n => `[${of('"password":"x",', n)}1]`,
  brackets: n => of('[', n),
  numbers: n => `{"a":${of('1', n)}`,
  'logins in addresses': n => of('http://a:b@', n),
  '://': n => of('://', n),
  bearer: n => of('bearer ', n),
  mysql: n => of(' mysql ', n),
  '-u a': n => of(' -u a', n),
  비밀번호: n => of('비밀번호', n),
  blanks: n => of(' ', n),
  'orders to a terminal': n => of('\u001b[', n),
  letters: n => of('x', n),
  'a key in base64': n => of('LS0tLS1CRUdJTi', n),
  'the secret itself': n => of('a-secret-of-the-configuration', n),
};
const lengths = [long, 1 << 19, 1 << 17];

/** As a pipe gives it: 64 KB at a time. The longest that one piece holds the event loop, in ms. */
const longestHold = (line: string): number => {
  const sieve = createRedactor({
    secrets: ['a-secret-of-the-configuration', 'another/one+of=them'],
  }).stream();
  let most = 0;
  const timed = (work: () => void) => {
    const start = performance.now();
    work();
    most = Math.max(most, performance.now() - start);
  };
  for (let at = 0; at < line.length; at += 65_536) timed(() => void sieve.push(line.slice(at, at + 65_536)));
  timed(() => void sieve.push('\n'));
  timed(() => void sieve.finish());
  return most;
};

/** The best of three, so that it is the redactor that is measured and not what else this machine does. */
export const slowest = (): { readonly ms: number; readonly on: string } => {
  let worst = { ms: 0, on: '' };
  for (const [on, line] of Object.entries(lines))
    for (const length of lengths) {
      const ms = Math.ceil(Math.min(...[1, 2, 3].map(() => longestHold(line(length)))));
      if (ms > worst.ms) worst = { ms, on: `${on}, ${length} characters` };
    }
  return worst;
};
