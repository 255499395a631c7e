import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openJournal } from '../src/adapters/journal/open-journal.ts';
import { parseEvent } from '../src/runs/parse-event.ts';
import { started } from '../test/support/a-run.ts';
import type { Store } from './stores.ts';
import { at, timesOf } from './times.ts';

const program = join(import.meta.dirname, 'driver-process.ts');
const times = 7;

const said = async (child: ChildProcess, word: string): Promise<void> => {
  for (;;) if ((await once(child, 'message'))[0] === word) return;
};

/** Milliseconds from the SIGKILL of the process that drives a run until another process drives it. `here`: on the same host,
 *  where the other one can see that it is dead. */
export const takeover = async ({ place }: Store, here: boolean): Promise<readonly number[]> => {
  const run = `takeover-${here ? 'here' : 'there'}`;
  const journal = await openJournal({ ...place, holder: 'bench', parse: parseEvent });
  await journal.open({ run, cluster: run }, started());
  const start = (nth: number) =>
    fork(program, [place.dataDir, place.databaseUrl ?? '', here ? 'this' : `host-${nth}`]);
  let driver = start(0);
  await said(driver, 'has it');
  const found: number[] = [];
  for (let nth = 1; nth <= times; nth++) {
    const next = start(nth);
    await said(next, 'looks');
    // Not right after a look of its own or a renewal of the other one's.
    await new Promise(resolve => setTimeout(resolve, 700 + nth * 90));
    const killedAt = performance.now();
    const taken = said(next, 'has it');
    driver.kill('SIGKILL');
    await taken;
    found.push(performance.now() - killedAt);
    driver = next;
  }
  driver.kill('SIGKILL');
  await once(driver, 'exit');
  // The next bot on this store is to find nothing to do.
  await journal.close();
  return found.sort((a, b) => a - b);
};

/** Milliseconds of a process that does nothing, from its start to its end. */
export const emptyProcess = async (): Promise<number> =>
  at(await timesOf(times, async () => void (await once(spawn(process.execPath, ['-e', '0']), 'exit'))), 0.5);
