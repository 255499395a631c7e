import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { newKeyPair } from '../../../../drill/vm-ssh/key-pair.ts';

const blobOf = (publicKey: string): Buffer => Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');

const readByOpenSsh = (privateKey: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pks-rescue-key-'));
  try {
    writeFileSync(join(folder, 'key'), privateKey, { mode: 0o600 });
    return execFileSync('ssh-keygen', ['-y', '-f', join(folder, 'key')], { encoding: 'utf8', stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test('a pair whose public key began with a zero byte is one OpenSSH can’t load, and another is drawn', () => {
  let short = ssh2.utils.generateKeyPairSync('ed25519');
  while (blobOf(short.public).length === 51) short = ssh2.utils.generateKeyPairSync('ed25519');
  expect(() => readByOpenSsh(short.private)).toThrow('error in libcrypto');

  const draws = [short, ssh2.utils.generateKeyPairSync('ed25519')];
  const pair = newKeyPair(() => draws.shift() ?? ssh2.utils.generateKeyPairSync('ed25519'));
  expect(pair.publicKey).not.toBe(short.public);
  expect(readByOpenSsh(pair.privateKey).trim()).toBe(pair.publicKey);
});
