import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onAFolder } from '../../../drill/foundation/probe-on-a-folder.ts';

const make = (days: string, key: string, crt: string) =>
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=x',
      '-days',
      days,
      '-keyout',
      key,
      '-out',
      crt,
    ],
    { stdio: 'ignore' },
  );

test('the end of each certificate of a file is read with openssl, and one that is empty is not fine', async () => {
  const probe = await onAFolder(async vcap => {
    const folder = join(vcap, 'jobs/etcd/config');
    await mkdir(folder, { recursive: true });
    const [key, crt] = [join(folder, 'etcd.key'), join(folder, 'etcd.crt')];
    make('90', key, crt);
    const other = join(folder, 'old.pem');
    make('9', key, other);
    await appendFile(crt, await readFile(other));
    await writeFile(join(folder, 'peer.crt'), '');
    await chmod(key, 0o600);
  });
  expect(probe.certificates?.map(({ file, daysLeft }) => [file.split('/').at(-1), daysLeft])).toEqual([
    ['etcd.crt', expect.toSatisfy((days: number) => days === 89 || days === 90)],
    ['etcd.crt', expect.toSatisfy((days: number) => days === 8 || days === 9)],
    ['peer.crt', null],
  ]);
});
