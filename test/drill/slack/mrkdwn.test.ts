import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Token } from '../../../drill/slack/page/mrkdwn.ts';
import { mrkdwn } from '../../../drill/slack/page/mrkdwn.ts';
import { safeUrl } from '../../../drill/slack/page/safe-url.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const flat = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap(token => (token.is === 'quote' ? [token, ...flat(token.tokens)] : [token]));

const words = (tokens: readonly Token[]): string =>
  flat(tokens)
    .map(token => ('text' in token ? token.text : token.is === 'break' ? '\n' : ''))
    .join('');

describe('mrkdwn as Slack reads it', () => {
  test('shows an escaped mention as the text it is', () => {
    expect(mrkdwn('&lt;!channel&gt;')).toEqual([{ is: 'text', text: '<!channel>', style: {} }]);
    expect(mrkdwn('&lt;https://evil|click&gt;')).toEqual([
      { is: 'text', text: '<https://evil|click>', style: {} },
    ]);
  });

  test('reads a raw mention as a mention', () => {
    expect(mrkdwn('<!channel>')).toEqual([{ is: 'broadcast', range: 'channel' }]);
    expect(mrkdwn('<@U0ALICE>')).toEqual([{ is: 'user', id: 'U0ALICE', label: null }]);
    expect(mrkdwn('<#C1|general>')).toEqual([{ is: 'channel', id: 'C1', label: 'general' }]);
    expect(mrkdwn('<!subteam^S1>')).toEqual([{ is: 'group', id: 'S1', label: null }]);
  });

  test('undoes an entity once', () => {
    expect(words(mrkdwn('&amp;lt;'))).toBe('&lt;');
  });

  test('links https, mailto and this machine, and nothing else', () => {
    expect(mrkdwn('<https://a.example|b>')).toEqual([
      { is: 'link', url: 'https://a.example/', text: 'b', style: {} },
    ]);
    expect(mrkdwn('<https://a|b>')[0]).toMatchObject({ is: 'link', text: 'b' });
    expect(mrkdwn('<javascript:x|y>')).toEqual([{ is: 'text', text: '<javascript:x|y>', style: {} }]);
    expect(mrkdwn('<http://10.0.0.1/|y>')[0]?.is).toBe('text');
    expect(mrkdwn('<http://127.0.0.1:80/runs|y>')[0]?.is).toBe('link');
    expect(mrkdwn('<data:text/html,x|y>')[0]?.is).toBe('text');
  });

  test('formats words and not the insides of words', () => {
    expect(mrkdwn('*bold* _it_ ~no~')).toEqual([
      { is: 'text', text: 'bold', style: { bold: true } },
      { is: 'text', text: ' ', style: {} },
      { is: 'text', text: 'it', style: { italic: true } },
      { is: 'text', text: ' ', style: {} },
      { is: 'text', text: 'no', style: { strike: true } },
    ]);
    expect(words(mrkdwn('service_instance_1 2*3*4'))).toBe('service_instance_1 2*3*4');
    expect(mrkdwn('*복구 _완료_*')[1]).toEqual({
      is: 'text',
      text: '완료',
      style: { bold: true, italic: true },
    });
  });

  test('leaves formatting and mentions inside code alone', () => {
    expect(mrkdwn('`*a* <!channel> &lt;b&gt;`')).toEqual([
      { is: 'code', text: '*a* <!channel> <b>', style: {} },
    ]);
    expect(mrkdwn('```\n*a*\n<!here>\n```')).toEqual([{ is: 'pre', text: '*a*\n<!here>' }]);
  });

  test('does not let a mark close inside a link', () => {
    expect(mrkdwn('*a <https://x.example/*b|c> d')[0]).toEqual({ is: 'text', text: '*a ', style: {} });
  });

  test('gathers quoted lines and known emoji', () => {
    expect(mrkdwn('&gt; one\n&gt; two\nthree').map(token => token.is)).toEqual(['quote', 'text']);
    expect(mrkdwn(':rotating_light: :nope:')).toEqual([
      { is: 'emoji', name: 'rotating_light', text: '🚨' },
      { is: 'text', text: ' ', style: {} },
      { is: 'text', text: ':nope:', style: {} },
    ]);
  });

  test('never makes a mention or a link of anything that was escaped, whatever it is', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '&',
      '!channel',
      '@U0ALICE',
      '|',
      'https://x.example',
      '`',
      '*',
      '_',
      '\n',
      'lt;',
      '```',
      ' ',
      'é한',
    );
    const hostile = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 20 });
    fc.assert(
      fc.property(hostile, parts => {
        const tokens = flat(mrkdwn(escaped(parts.join(''))));
        return tokens.every(token => ['text', 'code', 'pre', 'quote', 'break', 'emoji'].includes(token.is));
      }),
      { numRuns: 500 },
    );
  });

  test('never throws and never links to anything unsafe, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>|!@#^&*_~`:/ahtps.jvcr\n ') }), source =>
        flat(mrkdwn(source)).every(token => token.is !== 'link' || safeUrl(token.url) !== undefined),
      ),
      { numRuns: 500 },
    );
  });
});
