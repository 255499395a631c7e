import { join } from 'node:path';
import type { VmAnswer } from '../machine.ts';
import { type Leashed, onLeash } from './leash.ts';

const gather = (stream: NodeJS.ReadableStream | null): Promise<string> =>
  new Promise(resolve => {
    const chunks: Buffer[] = [];
    if (!stream) return resolve('');
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('close', () => resolve(Buffer.concat(chunks).toString()));
  });

/** The VM's own programs first, where this machine has none or another. */
const login = 'PATH=$1:$PATH; export PATH; exec sh -c "$2"';

/**
 * A real shell that believes it is on the VM: the line runs as it came, with /var/vcap meaning this master's folder and
 * 127.0.0.1's throw-away ports meaning free ones of this master's address; what it prints is mapped back.
 */
export const vmShell = (vcap: string, ip: string, throwAway: { client: number; peer: number }) => {
  const names: readonly (readonly [vm: string, box: string])[] = [
    ['/var/vcap', vcap],
    ['127.0.0.1:23790', `${ip}:${throwAway.client}`],
    ['127.0.0.1:23800', `${ip}:${throwAway.peer}`],
  ];
  const toBox = (text: string) => names.reduce((all, [vm, box]) => all.replaceAll(vm, box), text);
  const toVm = (text: string) => names.reduce((all, [vm, box]) => all.replaceAll(box, vm), text);
  const underWay = new Set<Leashed>();

  const run = async (line: string): Promise<VmAnswer> => {
    const argv = ['sh', '-c', login, 'vm', join(vcap, 'stubs'), toBox(line)] as const;
    const script = onLeash(argv, { stdout: 'pipe', stderr: 'pipe' });
    underWay.add(script);
    const [stdout, stderr] = [gather(script.child.stdout), gather(script.child.stderr)];
    const exitCode = await new Promise<number>((resolve, reject) => {
      script.child.once('error', reject);
      script.child.once('exit', (code, signal) => resolve(signal ? 137 : (code ?? 1)));
    });
    underWay.delete(script);
    return { stdout: toVm(await stdout), stderr: toVm(await stderr), exitCode };
  };
  return {
    run,
    killAll: () => {
      for (const script of underWay) script.killGroup();
    },
  };
};
