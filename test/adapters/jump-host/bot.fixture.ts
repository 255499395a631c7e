/** A bot that can be killed: runs, adopts or reads with one command and prints what it sees. Not a test. */
import { createLocalJumpHost } from '../../../src/adapters/jump-host/local.ts';
import { createRedactor } from '../../../src/readings/redact.ts';

const [verb, folder = '', claim = '', script = ''] = process.argv.slice(2);
const host = createLocalJumpHost({
  env: { PATH: '/usr/bin:/bin' },
  folder,
  redact: createRedactor({ secrets: [] }),
});
const command = { tool: 'bosh', argv: ['sh', '-c', script], effect: 'changes', deadlineSeconds: 20 } as const;
const onOutput = (text: string) => void process.stdout.write(text);
const verbs = {
  read: () => host.run(command, { onOutput }),
  run: () => host.run(command, { claim, onOutput }),
  adopt: () => host.adopt(command, claim, { onOutput }),
};
if (verb !== 'read' && verb !== 'run' && verb !== 'adopt') throw new Error(`no such verb: ${verb}`);
const ran = await verbs[verb]();
process.stdout.write(`\n${JSON.stringify({ end: ran.end, exitCode: ran.exitCode })}\n`);
