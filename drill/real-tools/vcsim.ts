import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/** A real vCenter simulator on loopback, empty but for one folder, and the real govc that talks to it. */
export type Vcsim = {
  readonly env: Readonly<Record<string, string>>;
  govc(...words: string[]): Promise<string>;
  stop(): Promise<void>;
};

export const vmFolder = '/DC0/vm/pks_vms';
const login = { GOVC_USERNAME: 'pks-rescue', GOVC_PASSWORD: 'box-vcenter-secret' };
const run = promisify(execFile);

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', chunk => {
      said += chunk;
      const found = /GOVC_URL=http:\/\/[^@]*@([\d.:]+)\/sdk/.exec(said);
      if (found) resolve(`http://${found[1]}`);
    });
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`vcsim ended with ${code} before it said its address`)));
  });

/** Programs by path, as `npm run tools` built them. Rejects when one does not start. */
export const startVcsim = async (programs: { vcsim: string; govc: string }): Promise<Vcsim> => {
  const words = ['-l', '127.0.0.1:0', '-tls=false', '-dc', '1', '-vm', '0'];
  const who = ['-username', login.GOVC_USERNAME, '-password', login.GOVC_PASSWORD];
  // It ends when its standard input does, so also when this process is killed.
  const child = spawn(programs.vcsim, [...words, ...who, '-stdinexit'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const url = await addressOf(child);
  const env = { ...login, GOVC_URL: url, GOVC_PERSIST_SESSION: 'false' };
  const govc = async (...argv: string[]) =>
    (await run(programs.govc, argv, { env: { ...env, PATH: '/usr/bin:/bin', HOME: '/nonexistent' } })).stdout;
  await govc('folder.create', vmFolder);
  return {
    env,
    govc,
    stop: async () => {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
};
