import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DirectorOptions } from '../../drill/foundation/director/director.ts';
import { toolPath } from '../../tools/pins.ts';
import { openBoxWithTools } from '../drill/tools/box-with-tools.ts';
import { type Ended, runProgram } from './agreement.ts';

export type Box = Awaited<ReturnType<typeof openBoxWithTools>>;
export type Argv = readonly [string, ...string[]];

/**
 * What stands for ssh: the real CLI runs `ssh -tt … -l USER -- IP LINE` from PATH. It answers as the box's machines do, on
 * one stream with CRLF, as a pseudo-terminal does. Real OpenSSH towards an ssh server is its own suite.
 */
const sshProgram = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
printf 'ok\\r\\n'
printf 'Connection to %s closed.\\r\\n' "$2" >&2
`;

/** Volatile by name: the Director's and the UAA's ports, times, what a recreation makes up, and what ssh is given for one call. */
export const maskedFor =
  (box: { readonly director: { readonly url: string } }, folder: string) =>
  ({ exitCode, stdout, stderr }: Ended): Ended => {
    const mask = (text: string) =>
      text
        .replaceAll(box.director.url, 'DIRECTOR')
        .replace(/127\.0\.0\.1:\d+/g, 'LOOPBACK')
        .replace(/\| \d\d:\d\d:\d\d \|/g, '| CLOCK |')
        .replace(/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}/g, 'WHEN')
        .replace(/\(\d\d:\d\d:\d\d\)|(?<=Duration )\d\d:\d\d:\d\d/g, 'HOW-LONG')
        .replace(/"(agent_id|vm_cid)": "[^"]+"/g, '"$1": "MADE-UP"')
        .replace(/"(timestamp|started_at)":\d+/g, '"$1":0')
        .replace(/ssh-(priv-key|known-hosts)\d+/g, 'ssh-$1N')
        .replace(/bosh_[0-9a-f]{15}/g, 'bosh_U')
        // A VM's CID ends in what its creation made up.
        .replace(/(?<=service-instance-56c19cfc_)[0-9a-f]{12}/g, 'MADE-UP')
        .replaceAll(folder, 'HOME');
    return { exitCode, stdout: mask(stdout), stderr: mask(stderr) };
  };

/** The real CLI and the stand-in, each at a Director of its own in the same state; `ask` gives both the same and answers what each did. */
export const openBothBoshes = async (options: Partial<DirectorOptions> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-rescue-real-'));
  await writeFile(join(folder, 'ssh'), sshProgram);
  await chmod(join(folder, 'ssh'), 0o755);
  const forReal = await openBoxWithTools(options);
  const forStandIn = await openBoxWithTools(options);
  const caOf = (box: Box) => join(folder, `${new URL(box.director.url).port}.pem`);
  for (const box of [forReal, forStandIn]) await writeFile(caOf(box), box.director.caCertPem);

  type Env = Readonly<Record<string, string>>;
  const ask = async (argv: (box: Box) => Argv, env: (box: Box) => Env = () => ({})) => {
    const environment = (box: Box) => ({
      HOME: folder,
      PATH: `${folder}:/usr/bin:/bin`,
      BOSH_ENVIRONMENT: box.director.url,
      BOSH_CA_CERT: caOf(box),
      BOSH_CLIENT: 'ops_manager',
      BOSH_CLIENT_SECRET: 'secret',
      ...env(box),
    });
    const [real, { exitCode, stdout, stderr }] = await Promise.all([
      runProgram(toolPath('bosh'), argv(forReal).slice(1), environment(forReal)),
      forStandIn.run(argv(forStandIn), { env: { HOME: folder, ...env(forStandIn) } }),
    ]);
    return {
      real: maskedFor(forReal, folder)(real),
      standIn: maskedFor(forStandIn, folder)({ exitCode, stdout, stderr }),
    };
  };
  return {
    forReal,
    forStandIn,
    ask,
    stop: async () => {
      for (const box of [forReal, forStandIn]) await box.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type BothBoshes = Awaited<ReturnType<typeof openBothBoshes>>;
