/** Stand-in for the bosh CLI v7: same arguments, streams and exit codes (facts and captures), talking to the box's Director. */
import process from 'node:process';
import { runBosh } from './bosh/cli.ts';

const { argv, env, stderr, stdout } = process;
// A closed stdout kills the real one by SIGPIPE; the shell sees 141.
stdout.on('error', () => process.exit(141));
// SIGHUP does not kill it, it talks more.
process.on('SIGHUP', () => stdout.write('Received SIGHUP - toggling debug output\n'));

const streams = {
  out: (text: string) => void stdout.write(text),
  err: (text: string) => void stderr.write(text),
};
const exitCode = await runBosh(argv.slice(2), env, streams);
stdout.write('', () => process.exit(exitCode));
