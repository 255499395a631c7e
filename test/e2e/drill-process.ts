import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './until.ts';

/** `npm run drill`, started as a person starts it and stopped as Ctrl-C stops it. */
export type DrillProcess = {
  readonly url: string;
  /** Ends the whole group. Answers what it left behind: files of its own, and processes that name its folder. */
  stop(): Promise<{ readonly files: readonly string[]; readonly processes: readonly string[] }>;
};

const startsWithinMs = 90_000;
const endsWithinMs = 20_000;

/** False when nobody of the group is left: npm itself goes before the drill below it has tidied up. */
const signalGroup = (child: ChildProcess, signal: NodeJS.Signals | 0): boolean => {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal);
  } catch {
    return false;
  }
};

const processesNaming = async (folder: string): Promise<readonly string[]> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').filter(line => line.includes(folder));
};

/** npm keeps a compile cache of its own beside them. */
const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter(name => name !== 'node-compile-cache');

/** Answers when the drill has printed its address, which it does once the fault is there. */
export const startDrill = async (...options: readonly string[]): Promise<DrillProcess> => {
  // Everything that the drill writes lands below this folder, so that what it leaves behind can be seen.
  const folder = await mkdtemp(join(tmpdir(), 'pks-e2e-'));
  const child = spawn('npm', ['run', 'drill', '--', '--port', '0', ...options], {
    detached: true,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const gone = () => !signalGroup(child, 0);
  const stop = async () => {
    signalGroup(child, 'SIGTERM');
    await until('the drill ends', gone, endsWithinMs).catch(() => void signalGroup(child, 'SIGKILL'));
    await until('its children end', async () => (await processesNaming(folder)).length === 0, 5_000).catch(
      () => {},
    );
    const left = { files: await filesIn(folder), processes: await processesNaming(folder) };
    await rm(folder, { recursive: true, force: true });
    return left;
  };
  const address = () => /^ {2}(http:\/\/127\.0\.0\.1:\d+\/)$/m.exec(printed)?.[1];
  try {
    const url = await until(
      'the drill prints its address',
      () => address() ?? (gone() ? '' : null),
      startsWithinMs,
    );
    if (url === '') throw new Error('the drill ended before it printed its address');
    return { url, stop };
  } catch (error) {
    await stop();
    throw new Error(`${error instanceof Error ? error.message : String(error)}. It printed:\n${printed}`);
  }
};
