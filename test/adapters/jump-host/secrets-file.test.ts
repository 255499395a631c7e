import { expect, test } from 'vitest';
import { learnSecrets, secretsOfFile } from '../../../src/adapters/jump-host/secrets-file.ts';
import { createRedactor } from '../../../src/readings/redact.ts';

const file = `# for the bot
export BOSH_CLIENT_SECRET='uaa it'
GOVC_PASSWORD="vc$word" # of ops
GOVC_URL=https://ops:in-url@vc.example.com
BOSH_ENVIRONMENT=https://10.0.0.1:25555
`;

test('what the jump host’s own file gives to secrets’ names, and logins in addresses, are secrets', () => {
  expect([...new Set(secretsOfFile(file))]).toEqual(['uaa it', 'vc$word', 'in-url']);
});

test('they are masked in whatever comes after the file was read, and the file is read once', async () => {
  const redact = createRedactor({ secrets: [] });
  let asked = 0;
  const carrier = {
    name: 'x',
    carry: async (_: unknown, call: { onStdout: (bytes: Uint8Array) => void }) => {
      asked++;
      call.onStdout(Buffer.from(file));
      return { end: 'done', exitCode: 0, stderr: '' } as const;
    },
    close: async () => {},
  };
  const learned = learnSecrets(carrier, '/etc/s.env', redact.learn);
  await Promise.all([learned(), learned()]);
  await learned();
  expect(redact.text('said vc$word and in-url')).toBe('said [redacted] and [redacted]');
  expect(asked).toBe(1);
});

test('a file that could not be read is asked for again', async () => {
  let asked = 0;
  const carry = async () => {
    asked++;
    return { end: 'unreachable', why: 'x' } as const;
  };
  const learned = learnSecrets({ name: 'x', carry, close: async () => {} }, '/etc/s.env', () => {});
  await learned();
  await learned();
  expect(asked).toBe(2);
});
