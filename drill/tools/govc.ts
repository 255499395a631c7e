/** Stand-in for govc: same arguments, streams and exit codes (facts and captures), talking to the box's vCenter. */
import { argv, env, exit, stderr, stdout } from 'node:process';
import { runGovc } from './govc/cli.ts';

stdout.on('error', () => exit(141));
const streams = {
  out: (text: string) => void stdout.write(text),
  err: (text: string) => void stderr.write(text),
};
const exitCode = await runGovc(argv.slice(2), env, streams);
stdout.write('', () => exit(exitCode));
