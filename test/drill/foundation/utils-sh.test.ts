import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utilsScript } from '../../../drill/foundation/real/job.ts';
import { scriptText } from '../../../src/commands/scripts.ts';

const names = ['etcd_endpoint_address', 'etcd_endpoints', 'etcd_peer_address', 'etcd_peers'];
const vmPath = '/var/vcap/jobs/etcd/bin/utils.sh';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-rescue-utils-'));
  path = join(folder, 'utils.sh');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bash = (script: string) => execa('bash', ['-c', script.replaceAll(vmPath, path)], { reject: false });
const boxScript = utilsScript({
  vcap: '/v',
  uuid: 'u0',
  index: 0,
  bootstrap: true,
  ip: '127.28.3.1',
  clientPort: 2379,
  peerPort: 2380,
  listenPeerPort: 2480,
  masters: [
    { uuid: 'u0', ip: '127.28.3.1' },
    { uuid: 'u1', ip: '127.28.3.2' },
  ],
  quotaBytes: null,
  config: {},
});
/** As cfcr-etcd-release and pks-kubo-release render it on a VM (docs/evidence.md#the-etcd-job: variables, in 6 of 6 revisions). */
const vmScript = `
etcd_endpoint_address="https://master-0.etcd.cfcr.internal:2379"
etcd_endpoints="https://master-0.etcd.cfcr.internal:2379,https://master-1.etcd.cfcr.internal:2379"

etcd_peer_address="https://master-0.etcd.cfcr.internal:2380"
etcd_peers="u0=https://master-0.etcd.cfcr.internal:2380,u1=https://master-1.etcd.cfcr.internal:2380"
`;

describe('the etcd job’s utils.sh', () => {
  test('is in the box what the releases render: the same four variables, in the same order, and nothing else', () => {
    const shape = (text: string) => text.replaceAll(/="[^"]+"/g, '="…"');
    expect(shape(boxScript)).toBe(shape(vmScript));
    expect(shape(boxScript).trim().split(/\n+/)).toEqual(names.map(name => `${name}="…"`));
  });

  test.each([
    ['the box’s', boxScript],
    ['a VM’s', vmScript],
  ])(
    'sourced by a shell has its variables set, and asked as a function is not found: %s',
    async (_whose, text) => {
      await writeFile(path, text);
      for (const name of names) {
        const value = new RegExp(`^${name}="(.+)"$`, 'm').exec(text)?.[1];
        expect((await bash(`. ${vmPath}; printf '%s\\n' "$${name}"`)).stdout).toBe(value);
        expect((await bash(`. ${vmPath}; ${name}`)).exitCode).toBe(127);
      }
    },
  );

  test.each([
    ['the box’s', boxScript, 'https://127.28.3.1:2380'],
    ['a VM’s', vmScript, 'https://master-0.etcd.cfcr.internal:2380'],
  ])('tells the bot’s own line the peer URL: %s', async (_whose, text, url) => {
    await writeFile(path, text);
    expect(await bash(scriptText('peer-url'))).toMatchObject({ stdout: url, exitCode: 0 });
  });

  test('that is not there, or has no such variable, tells no URL', async () => {
    await rm(path, { force: true });
    expect(await bash(scriptText('peer-url'))).toMatchObject({ stdout: '', exitCode: 1 });
    await writeFile(path, 'etcd_peer_address() { printf "http://x:2380"; }\n');
    expect((await bash(scriptText('peer-url'))).stdout).toBe('');
  });
});
