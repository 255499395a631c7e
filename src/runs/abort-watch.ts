import * as bosh from '../commands/bosh.ts';
import type { Command } from '../commands/command.ts';
import type { Turn } from './engine.ts';
import { fold } from './run.ts';

const every = 1000;

/**
 * While a command runs: renews the lease, and passes an abort on. A Director's task is cancelled through the Director; a
 * command without a task that only reads or copies is stopped; one that may have changed something runs to its end.
 */
export const abortWatch = (turn: Turn, command: Command, task: () => string | null) => {
  const { engine, run, lease } = turn;
  const control = new AbortController();
  let passedOn = false;
  let over = false;
  const passOn = async () => {
    const id = task();
    if (id) await engine.jumpHost.run(bosh.taskCancel(id));
    else if (command.tool === 'bbr' || command.effect === 'reads') control.abort();
    else return;
    passedOn = true;
  };
  const look = async () => {
    if (!(await engine.journal.renew(lease))) return control.abort();
    const now = passedOn ? null : fold(await engine.journal.read(run.id));
    if (now?.abort) await passOn();
  };
  const loop = async () => {
    while (!over) {
      await engine.clock.sleep(every);
      if (!over)
        await look().catch(error => engine.log(`run ${run.id}: looking for an abort: ${String(error)}`));
    }
  };
  void loop();
  return {
    signal: control.signal,
    stop: () => {
      over = true;
    },
  };
};
