import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { until } from '../../../drill/foundation/wait.ts';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('what hangs on a leash dies with its parent, also when that is killed with -9', async () => {
  const script = `
    import { onLeash } from '${new URL('../../../drill/foundation/real/leash.ts', import.meta.url).pathname}';
    const leashed = onLeash(['sh', '-c', 'sleep 300 & echo $!; wait'], { stdout: 'pipe', stderr: 'pipe' });
    leashed.child.stdout.on('data', text => process.stdout.write(text));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = await once(parent.stdout, 'data');
  const grandchild = Number(String(text).trim());
  expect(alive(grandchild)).toBe(true);
  parent.kill('SIGKILL');
  await until('the grandchild is gone', 5, () => !alive(grandchild));
});
