import type { Server, ServerChannel, Session } from 'ssh2';
import ssh2 from 'ssh2';
import type { SshUser } from '../foundation/director/inventory.ts';
import type { Hold, Machine } from '../foundation/machine.ts';
import { serveFiles } from './files.ts';
import type { KeyPair } from './key-pair.ts';
import { mayComeIn } from './let-in.ts';

export type VmSshOptions = {
  readonly machines: readonly Machine[];
  /** Whom the VM at this address must let in now: the Director's ssh tasks say so. */
  readonly sshUsers: (ip: string) => readonly SshUser[];
  readonly hostKey: KeyPair;
  /** A real `bosh ssh` dials 22. */
  readonly port?: number;
};
export type VmSsh = {
  /** What was asked for that no VM of the box does: shells, forwardings, subsystems, and lines that are not listed. */
  refused(): readonly string[];
  /** How many command lines came over ssh. */
  lines(): number;
  stop(): Promise<void>;
};

const atAll = '127.28.3.x';

/** On a terminal stderr and stdout are one stream, with CRLF. */
const asTerminal = (text: string): string => text.replace(/\r?\n/g, '\r\n');

const answer = async (
  machine: Machine,
  line: string,
  channel: ServerChannel,
  pty: boolean,
): Promise<void> => {
  try {
    const { stdout, stderr, exitCode } = await machine.run(line);
    channel.write(pty ? asTerminal(stdout + stderr) : stdout);
    if (!pty) channel.stderr.write(stderr);
    channel.exit(exitCode);
    channel.end();
  } catch {
    // The VM was switched off under it: nothing is said and no exit code comes.
    channel.destroy();
  }
};

/** null: an ordinary line, or there is no VM any more, which `answer` says in its way. */
const holdOf = (machine: Machine, line: string): Hold | null => {
  try {
    return machine.hold(line);
  } catch {
    return null;
  }
};
/** A held login: other sessions come over the same connection meanwhile; with its VM the connection goes. */
const keepOpen = (held: Hold, channel: ServerChannel): void => {
  channel.write('ready\r\n');
  channel.once('close', held.end);
  void held.over.then(() => channel.destroy());
};

const serveSession = (
  machine: Machine,
  session: Session,
  refused: string[],
  count: { lines: number },
): void => {
  let pty = false;
  session.on('pty', accept => {
    pty = true;
    accept?.();
  });
  session.on('window-change', accept => accept?.());
  session.on('exec', (accept, _reject, { command }) => {
    count.lines += 1;
    const held = holdOf(machine, command);
    if (held) keepOpen(held, accept());
    else void answer(machine, command, accept(), pty);
  });
  session.on('sftp', accept => serveFiles(machine, accept()));
  session.on('shell', (_accept, reject) => {
    refused.push('a shell');
    reject?.();
  });
  session.on('subsystem', (_accept, reject, { name }) => {
    refused.push(`the subsystem ${name}`);
    reject?.();
  });
};

/** The VM's own sshd: gone while the VM is off or missing, and it runs nothing but the lines that the machine knows. */
const serverOf = (
  machine: Machine,
  { sshUsers, hostKey }: VmSshOptions,
  refused: string[],
  count: { lines: number },
): Server =>
  new ssh2.Server({ hostKeys: [hostKey.privateKey] }, (client, { ip }) => {
    client.on('error', () => {}); // a client that goes away is no trouble of the VM's
    if (machine.vm?.power !== 'on' || !ip.startsWith('127.')) return void client.end();
    client.on('authentication', context =>
      mayComeIn(context, sshUsers(machine.ip)) ? context.accept() : context.reject(['publickey']),
    );
    client.on('session', accept => serveSession(machine, accept(), refused, count));
    client.on('tcpip', (_accept, reject) => {
      refused.push('a forwarding');
      reject?.();
    });
  });

const listening = (server: Server, ip: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: Error) =>
      reject(
        new Error(
          `the VMs' ssh server cannot listen on ${ip}:${port} (${error.message}): a real bosh ssh dials port ${port}; run as a user who may, or \`sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}\``,
        ),
      ),
    );
    server.listen(port, ip, () => resolve());
  });

/** Plays the VMs to a real ssh client, each on its own loopback address. */
export const startVmSsh = async (options: VmSshOptions): Promise<VmSsh> => {
  const refused: string[] = [];
  const count = { lines: 0 };
  const beyond = options.machines.filter(({ ip }) => ip !== '' && !ip.startsWith('127.'));
  if (beyond.length > 0) throw new Error(`${beyond[0]?.ip} is not on loopback (${atAll})`);
  const servers = options.machines
    .filter(({ ip }) => ip !== '')
    .map(machine => ({ ip: machine.ip, server: serverOf(machine, options, refused, count) }));
  const stop = async () => {
    await Promise.all(servers.map(({ server }) => new Promise<void>(done => server.close(() => done()))));
  };
  try {
    for (const { ip, server } of servers) await listening(server, ip, options.port ?? 22);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    refused: () => [...refused, ...options.machines.flatMap(machine => machine.refusedLines)],
    lines: () => count.lines,
    stop,
  };
};
