import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { runBackup } from './bbr/backup.ts';
import { runBosh } from './bosh/cli.ts';
import { runCurl } from './curl/cli.ts';
import { runGovc } from './govc/cli.ts';
import { asProgram, ProgramEnded, program } from './program.ts';
import { runSsh } from './ssh/cli.ts';

/** The stand-ins in one long-lived process: a command costs a few milliseconds instead of starting Node. */
export type ToolServer = {
  readonly port: number;
  stop(): Promise<void>;
};

type Call = {
  readonly tool: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};
type Main = (
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  streams: { readonly out: (text: string) => void; readonly err: (text: string) => void },
) => Promise<number>;

/** The stand-ins by the name that they have on PATH. */
export const mains: Readonly<Record<string, Main>> = {
  bosh: runBosh,
  govc: runGovc,
  bbr: runBackup,
  ssh: runSsh,
};
/** Stand-ins for a real program that only a bare machine lacks. */
const lent: Readonly<Record<string, Main>> = { curl: runCurl };

/** One frame of the request: `BYTES\n`, then tool, number of arguments, arguments and NAME=VALUE, each ended by NUL. */
const parseCall = (frame: Buffer): Call => {
  const [tool = '', count = '0', ...rest] = frame.toString().split('\0').slice(0, -1);
  const pairs = rest.slice(Number(count)).map(pair => {
    const cut = pair.indexOf('=');
    return [pair.slice(0, cut), pair.slice(cut + 1)] as const;
  });
  return { tool, argv: rest.slice(0, Number(count)), env: Object.fromEntries(pairs) };
};

const callFrom = (socket: Socket): Promise<Call> =>
  new Promise((resolve, reject) => {
    let heard = Buffer.alloc(0);
    socket.on('data', chunk => {
      heard = Buffer.concat([heard, chunk]);
      const line = heard.indexOf('\n');
      const whole = line < 0 ? Number.POSITIVE_INFINITY : Number(heard.subarray(0, line)) + line + 1;
      if (heard.length >= whole) resolve(parseCall(heard.subarray(line + 1, whole)));
    });
    socket.once('close', () => reject(new ProgramEnded('it was killed before it said what it is')));
  });

/** Frames that the wrapper prints: `o N` or `e N` and N bytes; `x CODE` ends it. */
const serve = async (socket: Socket, pollMs: number): Promise<void> => {
  const gone = new AbortController();
  socket.on('error', () => {});
  socket.once('close', () => gone.abort());
  const { tool, argv, env } = await callFrom(socket);
  const main = mains[tool] ?? lent[tool];
  if (!main) throw new TypeError(`the box has no tool ${tool}`);
  const print = (stream: 'o' | 'e') => (text: string) => {
    program();
    socket.write(`${stream} ${Buffer.byteLength(text)}\n${text}`);
  };
  const exitCode = await asProgram({ ended: gone.signal, pollMs }, own => {
    // All that the wrapper says after its call is that it got a TERM.
    socket.on('data', () => (own.onTerm ? own.onTerm() : socket.destroy()));
    return main(argv, env, { out: print('o'), err: print('e') });
  });
  socket.end(`x ${exitCode}\n`);
};

/** A wrapper that goes away (killed, its reader gone) ends its program: it prints and sends nothing more. */
export const startToolServer = async (pollMs = 20): Promise<ToolServer> => {
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    serve(socket, pollMs).catch(error => {
      if (!(error instanceof ProgramEnded)) console.error(error);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A TCP server's address is an AddressInfo; only a pipe's is a string.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};

/** The program that stands for a tool on PATH: says what it was called with and prints what it is told to. Perl, because
 *  it starts in some milliseconds and every Debian and macOS has it (where it is missing: `hasPerl`). Without an answer it dies like a killed program; TERM is
 *  for the program to hear, and where it doesn't, the wrapper dies of it. */
export const wrapperOf = (
  tool: string,
  port: number,
  defaults: Readonly<Record<string, string>>,
): string => `#!/usr/bin/perl
use Socket;
my %defaults = (${Object.entries(defaults)
  .map(([name, value]) => `${inPerl(name)} => ${inPerl(value)}`)
  .join(', ')});
my %env = (%defaults, %ENV);
socket(my $box, PF_INET, SOCK_STREAM, 0) or die;
connect($box, sockaddr_in(${port}, INADDR_LOOPBACK)) or die "the box is gone\\n";
my $call = join '', map { "$_\\0" } ${inPerl(tool)}, scalar @ARGV, @ARGV, map { "$_=$env{$_}" } keys %env;
my $term = 0;
$SIG{TERM} = sub { $term = 1; syswrite $box, 't' };
syswrite $box, length($call) . "\\n" . $call;
while (my $head = <$box>) {
  my ($stream, $count) = split ' ', $head;
  exit $count if $stream eq 'x';
  read($box, my $text, $count) == $count or last;
  my $to = $stream eq 'o' ? \\*STDOUT : \\*STDERR;
  for (my $at = 0; $at < $count;) { $at += syswrite($to, $text, $count - $at, $at) || exit 1 }
}
$SIG{TERM} = 'DEFAULT';
kill $term ? 'TERM' : 'KILL', $$;
`;

/** Without it the stand-ins are Node programs of their own: slower by far, and the same. */
export const hasPerl = (): boolean => existsSync('/usr/bin/perl');

const inPerl = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
