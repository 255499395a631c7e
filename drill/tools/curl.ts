/** Stand-in for curl, on PATH only where the machine has none: same arguments, streams and exit codes. */
import { argv, exit, stderr, stdout } from 'node:process';
import { runCurl } from './curl/cli.ts';

stdout.on('error', () => exit(141));
const streams = {
  out: (text: string) => void stdout.write(text),
  err: (text: string) => void stderr.write(text),
};
const exitCode = await runCurl(argv.slice(2), null, streams);
stdout.write('', () => exit(exitCode));
