import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/readings/redact.ts';
import cases from '../fixtures/cases/secrets.json' with { type: 'json' };

const { text } = createRedactor({ secrets: ['s3cr3t/+value', '비밀번호는 물', 'abcd', 'abcdefgh'] });

/** Cuts a text at the given places, given as shares of its length. */
const cut = (whole: string, shares: readonly number[]): string[] => {
  const at = [...new Set([0, ...shares.map(share => Math.floor(share * whole.length)), whole.length])].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => whole.slice(at[index], end));
};
const streamed = (redactor: ReturnType<typeof createRedactor>, pieces: readonly string[]): string => {
  const sieve = redactor.stream();
  return pieces.map(piece => sieve.push(piece)).join('') + sieve.finish();
};

describe('known secrets', () => {
  test('are masked as they are and as tools print them', () => {
    for (const printed of [
      's3cr3t/+value',
      encodeURIComponent('s3cr3t/+value'),
      encodeURIComponent('s3cr3t/+value').toLowerCase(),
      Buffer.from('s3cr3t/+value').toString('base64'),
      Buffer.from('s3cr3t/+value').toString('base64url'),
      '비밀번호는 물',
      encodeURIComponent('비밀번호는 물'),
    ])
      expect(text(`<<${printed}>>`)).toBe('<<[redacted]>>');
  });
  test('are found inside the base64 of a login', () => {
    const login = Buffer.from('admin:s3cr3t/+value').toString('base64');
    expect(text(`header ${login} end`)).not.toContain(login.slice(8, 24));
  });
  test('the longest one wins where one begins another', () => {
    expect(text('abcdefgh abcd')).toBe('[redacted] [redacted]');
  });
  test('too short to be one masks nothing', () => {
    expect(createRedactor({ secrets: ['a', '', 'no'] }).text('a banana, no less')).toBe('a banana, no less');
  });
});

describe('what looks like a secret is masked whoever it belongs to', () => {
  test.each([
    ['> Authorization: Basic YWRtaW46YWRtaW4=', '> Authorization: [redacted]'],
    ['{"Authorization": "Bearer abc"}', '{"Authorization": "[redacted]"}'],
    ['got bearer abcdef.ghijkl-mn', 'got bearer [redacted]'],
    ['GOVC_PASSWORD=Korea!123 next', 'GOVC_PASSWORD=[redacted]'],
    ['password: 한글비밀 뒤', 'password: [redacted]'],
    ['{"client_secret": "a\\"b", "id": 1}', '{"client_secret": "[redacted]", "id": 1}'],
    ['{"token": 5}', '{"token": 5}'],
    ['https://admin:pw@127.0.0.1:25555/info', 'https://admin:[redacted]@127.0.0.1:25555/info'],
    ['id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_x end', 'id [redacted] end'],
    ['xoxb-123456789012-abc', '[redacted]'],
    ['a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nb', 'a\n[redacted]\nb'],
    ['"key": "-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\\n"', '"key": "[redacted]\\n"'],
  ])('%s', (given, shown) => {
    expect(text(given)).toBe(shown);
  });
  test('ordinary words of the tools stay', () => {
    const words = 'simple token is not cryptographically signed\nTask 204619 | Secret sauce\n비밀 없음\n';
    expect(text(words)).toBe(words);
  });
  test('a key without an end does not swallow the output for ever', () => {
    const lines = Array.from({ length: 1000 }, (_, n) => `line ${n}`).join('\n');
    expect(text(`-----BEGIN PRIVATE KEY-----\n${lines}`)).toContain('line 999');
  });
});

describe('the kinds of test/fixtures/cases/secrets.json', () => {
  const redactor = createRedactor({ secrets: [] });
  const around = fc.constantFrom(
    '',
    '\n',
    'Using environment\n',
    '{"Tables": []}\n',
    '\u001b[1m',
    'Task 12 | ',
  );

  test('lose their secret, whatever its letters, in pieces of any size', () => {
    // Of the shape of the value in the case, so that what is told by its look still is.
    const like = (secret: string): fc.Arbitrary<string> =>
      secret.startsWith('SuperS3cret')
        ? fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{3}[A-Za-z0-9_+/-]{6,18}[A-Za-z0-9]$/)
        : fc.constant(secret);
    for (const { name, text, secret } of cases.mustMask)
      fc.assert(
        fc.property(like(secret), around, fc.integer({ min: 1, max: 40 }), (value, before, size) => {
          const whole = before + text.replaceAll(secret, value);
          const pieces = whole.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
          expect(streamed(redactor, pieces), name).not.toContain(value);
        }),
        { numRuns: 20 },
      );
  });
  test.each([
    [
      'a login before a host, with a slash in its password',
      'https://me:S3c/ret%zz@10.0.0.1:8989/sdk',
      'ret%zz',
    ],
    ['a name with a word of it in front', 'DB_PASS: S3cretValue', 'S3cretValue'],
    ['a name in camel case', 'dbPassword => S3cretValue', 'S3cretValue'],
    ['a Chinese label', '密码：S3cretValue', 'S3cretValue'],
    ['a table of two columns', 'Password   S3cretValue', 'S3cretValue'],
    ['a quote that ends lines later', "PASSWORD='first\nS3cretValue\n'", 'S3cretValue'],
    ['a line that goes on', 'bosh --client-secret \\\n  S3cretValue env', 'S3cretValue'],
    ['a list in YAML', 'passwords:\n- S3cretValue\n- other', 'S3cretValue'],
    [
      'JSON over several lines',
      '{"credentials": {\n  "user": "me",\n  "value": "S3cretValue"\n}}',
      'S3cretValue',
    ],
    [
      'JSON in a string in a string',
      JSON.stringify({ a: JSON.stringify({ b: '{"pwd":"S3cretValue"}' }) }),
      'S3cret',
    ],
    [
      'a trace in a JSON string',
      JSON.stringify({ stdout: '+ x\n+ export TOKEN=S3cretValue\nok' }),
      'S3cretValue',
    ],
    ['a Secret in JSON', '{"kind":"Secret","data":{"db":"UzNjcmV0VmFsdWU="}}', 'UzNjcmV0VmFsdWU='],
    ['the hash of a password', 'root:$6$saltsalt$S3cretValue/x:1:', 'S3cretValue'],
    ['sshpass', 'sshpass -p S3cretValue ssh host', 'S3cretValue'],
    ['netrc', 'machine h login me password S3cretValue', 'S3cretValue'],
    ['a colour in the value', 'password: S3cr\u001b[1metValue', 'etValue'],
    [
      'a label before a box',
      'master/9b8ad6e0-a438-4033-9767-46c586fb4771: stdout | pass: S3cretValue',
      'S3cretValue',
    ],
  ])('%s loses it too', (_, given, secret) => {
    expect(redactor.text(given)).not.toContain(secret);
    expect(streamed(redactor, [...given])).toBe(redactor.text(given));
  });
  test('ordinary output passes as it is', () => {
    for (const line of [
      ...cases.mustPass,
      "Performing request POST 'https://10.0.0.1:8443/oauth/token': Post: x509: certificate signed by unknown authority",
      '-o PasswordAuthentication=no -o IdentityFile=/home/ubuntu/.bosh/tmp/ssh-priv-key5 -o StrictHostKeyChecking=yes',
      "Director responded with non-successful status code '401' response 'Not authorized: '/deployments/x'",
      '{"header":{"cluster_id":1,"revision":5},"kvs":[{"key":"L3JlZ2lzdHJ5L3g="}],"count":1}',
      '                  "portgroupKey": "dvportgroup-12"',
    ])
      expect(redactor.text(line)).toBe(line);
  });
});

describe('in pieces', () => {
  test('`Task N` without a newline is passed on at once', () => {
    const sieve = createRedactor({ secrets: ['s3cr3t'] }).stream();
    expect(sieve.push('Using environment\n\nTask 204619')).toBe('Using environment\n\nTask 204619');
  });
  test('a line too long to hold is masked the same in one piece as in many', () => {
    const redactor = createRedactor({ secrets: [] });
    const whole = `start password=${'x '.repeat(700_000)}\nend\n`;
    expect(redactor.text(whole)).toMatch(/^\[redacted\] .*\nend\n$/);
    expect(streamed(redactor, cut(whole, [0.3, 0.6, 0.9])).length).toBe(redactor.text(whole).length);
  });

  const letters = fc.constantFrom(
    'a',
    'b',
    'c',
    'd',
    'é',
    '한',
    '글',
    '=',
    '/',
    '+',
    ' ',
    '\n',
    '"',
    "'",
    '😀',
  );
  const secret = fc.string({ unit: letters, minLength: 4, maxLength: 12 }).filter(s => s.trim().length >= 4);
  const filler = fc.oneof(
    fc.string({ unit: letters, maxLength: 12 }),
    fc.constantFrom('password: ', 'token=', 'Authorization: ', 'Bearer ', '://a:', '@', '\r\n'),
    fc.constantFrom(
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
      'eyJabcdefgh.abcdefgh.',
      'İ',
      'tok',
      'eyJ',
    ),
  );
  const output = fc.array(secret, { maxLength: 4 }).chain(secrets =>
    fc.record({
      secrets: fc.constant(secrets),
      whole: fc
        .array(secrets.length === 0 ? filler : fc.oneof(filler, fc.constantFrom(...secrets)), {
          maxLength: 20,
        })
        .map(parts => parts.join('')),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
    }),
  );

  test('no secret survives, however the output is cut', () => {
    fc.assert(
      fc.property(output, ({ secrets, whole, cuts }) => {
        const shown = streamed(createRedactor({ secrets }), cut(whole, cuts)).split('[redacted]');
        for (const piece of shown) for (const one of secrets) expect(piece).not.toContain(one);
      }),
      { numRuns: 500 },
    );
  });
  test('what is shown does not depend on how the output is cut', () => {
    fc.assert(
      fc.property(output, ({ secrets, whole, cuts }) => {
        const redactor = createRedactor({ secrets });
        expect(streamed(redactor, cut(whole, cuts))).toBe(redactor.text(whole));
        expect(streamed(redactor, [...whole])).toBe(redactor.text(whole));
      }),
      { numRuns: 500 },
    );
  });
});
