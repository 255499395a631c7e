import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the bot’s log is one JSON line each, redacted, with the run that it is about', () => {
  const program = `
    import { botLog } from './src/app/log.ts';
    import { createRedactor } from './src/readings/redact.ts';
    const log = botLog(createRedactor({ secrets: ['hunter2-hunter2'] }).text);
    log('run run-0123abcd: hunter2-hunter2 was tried');
    log('pks-rescue listens');`;
  const printed = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', program], {
    encoding: 'utf8',
  });
  const [about, plain] = printed
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(about).toMatchObject({
    level: 'info',
    run: 'run-0123abcd',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(about.msg).not.toContain('hunter2');
  expect(plain).toMatchObject({ msg: 'pks-rescue listens' });
  expect(plain).not.toHaveProperty('run');
});
