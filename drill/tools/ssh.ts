/** Stand-in for OpenSSH's client, for what goes over the stand-in bosh's held logins and nothing else. */
import { argv, exit, stderr, stdout } from 'node:process';
import { runSsh } from './ssh/cli.ts';

stdout.on('error', () => exit(141));
const streams = {
  out: (text: string) => void stdout.write(text),
  err: (text: string) => void stderr.write(text),
};
const exitCode = await runSsh(argv.slice(2), null, streams);
stdout.write('', () => exit(exitCode));
