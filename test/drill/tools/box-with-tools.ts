import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DirectorOptions } from '../../../drill/foundation/director/director.ts';
import type { VmAnswer } from '../../../drill/foundation/machine.ts';
import { startVcenter } from '../../../drill/foundation/vcenter/vcenter.ts';
import { writeTools } from '../../../drill/tools/write-tools.ts';
import { openBox } from '../foundation/director/box.ts';

export type Ended = {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
};
type RunOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all of stdout so far at each piece of it. */
  readonly onStdout?: (soFar: string, kill: (signal: NodeJS.Signals) => void) => void;
  readonly killWhen?: readonly [() => boolean, NodeJS.Signals];
};

/** The box with its tools as programs on disk (or, with the port of a tool server, in this process behind wrappers), run as the jump host runs them: under an environment of two names. */
export const openBoxWithTools = async (options: Partial<DirectorOptions> = {}, serverPort?: number) => {
  const box = await openBox(options);
  const folder = await mkdtemp(join(tmpdir(), 'pks-rescue-tools-'));
  const answers = {
    of: (_ip: string, _line: string): VmAnswer | null | Promise<VmAnswer> => ({
      stdout: 'ok\n',
      stderr: '',
      exitCode: 0,
    }),
  };
  const machines = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', async () => {
      const { ip, line } = JSON.parse(body) as { ip: string; line: string };
      const answer = await answers.of(ip, line);
      response
        .writeHead(answer === null ? 502 : 200)
        .end(JSON.stringify(answer ?? { error: 'the VM is off' }));
    });
  });
  await new Promise<void>(resolve => machines.listen(0, '127.0.0.1', resolve));
  const address = machines.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const vcenter = await startVcenter({
    machines: [box.m0, box.m1, box.m2],
    timings: { powerChange: 0.05 },
    effects: box.effects,
  });
  await writeFile(join(folder, 'ca.pem'), box.director.caCertPem);
  const tools = await writeTools(join(folder, 'bin'), {
    boshUrl: box.director.url,
    caPath: join(folder, 'ca.pem'),
    machinesUrl: `http://127.0.0.1:${port}`,
    vcenterUrl: vcenter.url,
    nodePath: process.execPath,
    ...(serverPort !== undefined && { serverPort }),
    logins: { director: { user: 'ops_manager', password: 'secret' } },
  });
  const run = (
    argv: readonly [string, ...string[]],
    { env, onStdout, killWhen }: RunOptions = {},
  ): Promise<Ended> =>
    new Promise((resolve, reject) => {
      const [program, ...words] = argv;
      const environment = { HOME: folder, PATH: `${tools.path}:/usr/bin:/bin`, ...env };
      const child = spawn(join(tools.path, program), words, {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      const kill = (signal: NodeJS.Signals) => void child.kill(signal);
      child.stdout.on('data', chunk => {
        stdout += chunk;
        onStdout?.(stdout, kill);
      });
      child.stderr.on('data', chunk => {
        stderr += chunk;
      });
      const watch = setInterval(() => {
        if (!killWhen?.[0]()) return;
        clearInterval(watch);
        kill(killWhen[1]);
      }, 10);
      child.on('error', reject);
      child.on('close', (exitCode, signal) => {
        clearInterval(watch);
        resolve({ exitCode, signal, stdout, stderr });
      });
    });
  const stop = async () => {
    await vcenter.stop();
    await box.director.stop();
    machines.close();
    machines.closeAllConnections();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...box, run, answers, stop, toolsFolder: tools.path, vcenterUrl: vcenter.url };
};
