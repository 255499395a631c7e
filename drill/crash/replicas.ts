import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';

/** Told to a spare. */
export const startNow = -1;

/** What a replica is told at a point where it waits. */
export type Fate = 'go on' | 'die' | { readonly stopMs: number };
export type Passed = { readonly replica: number; readonly point: string };

export type Replicas = {
  /** Milliseconds from each kill or stop of the run's driver until another process had claimed the run. */
  readonly takeovers: readonly number[];
  readonly deaths: readonly string[];
  allListen(): Promise<void>;
  stop(): Promise<void>;
};

const entry = join(import.meta.dirname, 'replica.ts');
const isPoint = (value: unknown): value is { id: number; point: string } =>
  typeof value === 'object' && value !== null && 'id' in value && 'point' in value;

export type ReplicasOptions = {
  readonly count: number;
  readonly env: Readonly<Record<string, string>>;
  /** Its jump host's folder, of the nth process from 1 on; the configured one where there is none. */
  readonly jumpFolder: (nth: number) => readonly string[];
  readonly logFolder: string;
  /** Decides at every point that one comes to. */
  readonly fate: (passed: Passed) => Fate;
  /** Before the next one is started. */
  readonly onDeath: () => void;
};

/** Bots as processes of their own, started again whenever they end. */
export const startReplicas = (options: ReplicasOptions): Replicas => {
  const { count, env, logFolder, fate, onDeath } = options;
  const takeovers: number[] = [];
  const deaths: string[] = [];
  const children = new Map<number, ChildProcess>();
  const listening = new Set<number>();
  const driving = new Map<string, number>();
  let down: { readonly run: string; readonly at: number; readonly by: number } | null = null;
  let stopping = false;

  const noteDown = (replica: number) => {
    const run = [...driving].find(([, by]) => by === replica)?.[0];
    const someoneElse = [...listening].some(other => other !== replica);
    if (run && someoneElse && !down) down = { run, at: performance.now(), by: replica };
  };
  const noteClaim = (replica: number, run: string) => {
    if (down?.run === run) {
      takeovers.push(performance.now() - down.at);
      down = null;
    }
    driving.set(run, replica);
  };
  const passed = (replica: number, child: ChildProcess, id: number, point: string) => {
    const go = () => child.connected && child.send(id);
    if (point === 'listens') return void listening.add(replica);
    if (point.startsWith('claimed ')) noteClaim(replica, point.slice('claimed '.length));
    // A driver that parks or finishes its run no longer drives it: its death is nobody's takeover.
    if (/^after (asked|finished|park)/.test(point)) driving.clear();
    const what = fate({ replica, point });
    if (what === 'go on') return go();
    noteDown(replica);
    if (what === 'die') {
      listening.delete(replica);
      child.kill('SIGKILL');
      return;
    }
    // By its id: kill() would mark the child as killed.
    const signal = (name: NodeJS.Signals) => {
      if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(child.pid, name);
    };
    signal('SIGSTOP');
    setTimeout(() => signal('SIGCONT'), what.stopMs).unref();
    go();
  };
  let forked = 0;
  const newSpare = (): ChildProcess =>
    fork(entry, options.jumpFolder(++forked), {
      env: { ...env },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  // Most of a start is reading the bot into memory; the sweep is about what comes after.
  let spare = newSpare();
  const start = (replica: number) => {
    const log: WriteStream = createWriteStream(join(logFolder, `replica-${replica}.log`), { flags: 'a' });
    const child = spare;
    spare = newSpare();
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    children.set(replica, child);
    child.on('message', message => {
      // What a killed process still had on its way is not asked any more.
      if (isPoint(message) && !child.killed) passed(replica, child, message.id, message.point);
    });
    child.once('exit', (code, signal) => {
      listening.delete(replica);
      if (signal !== 'SIGKILL' && !stopping)
        deaths.push(`replica ${replica} ended by itself: ${signal ?? code}`);
      if (stopping) return;
      onDeath();
      start(replica);
    });
    child.send(startNow);
  };
  for (let replica = 1; replica <= count; replica++) start(replica);
  return {
    takeovers,
    deaths,
    allListen: async () => {
      while (listening.size < count) await new Promise(resolve => setTimeout(resolve, 20));
    },
    stop: async () => {
      stopping = true;
      const ends = [spare, ...children.values()].map(async child => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      });
      await Promise.all(ends);
    },
  };
};
