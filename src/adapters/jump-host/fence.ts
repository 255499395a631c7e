import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Ran } from '../../commands/command.ts';
import type { Redactor } from '../../readings/redact.ts';
import type { Claim, RunOptions } from '../../world.ts';
import type { Carried, Carrier } from './carrier.ts';
import { environmentText, fenceScript, installScript } from './fence-script.ts';
import { createOutput } from './output.ts';
import { ranOf, stoppedOnRequest } from './ran.ts';
import { createWatch, endingOfWatch, type Watch } from './watch.ts';

export type FenceOptions = {
  readonly carrier: Carrier;
  readonly redact: Redactor;
  /** Here, for long logs. */
  readonly folder: string;
  /** On the jump host, for claims. */
  readonly remoteFolder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Keep the login's own PATH, HOME, USER and LOGNAME where `env` does not name them. */
  readonly inherit: boolean;
  readonly secretsFile?: string;
  readonly graceSeconds?: number;
  /** How long a claimed command's follower tries to come back after its connection dropped. */
  readonly reconnectSeconds?: number;
  readonly pruneDays?: { readonly output: number; readonly claims: number };
};
export type Fence = {
  /** With a claim: at most once, detached. Without: a reading that ends with the one who asked. */
  run(command: Command, options: RunOptions): Promise<Ran>;
  adopt(command: Command, claim: string, options: RunOptions): Promise<Ran>;
  look(command: Command, claim: string): Promise<Claim>;
  burn(command: Command, claim: string): Promise<Claim>;
  close(): Promise<void>;
};

const claimPattern = /^[A-Za-z0-9._-]{1,128}$/;
const oneClaim = (claim: string): string => {
  if (!claimPattern.test(claim) || /^\.+$/.test(claim))
    throw new TypeError(`${claim} cannot be a claim: letters, digits, dots, dashes and underscores only`);
  return claim;
};
/** For short errands: install, look, burn, cancel. */
const errandSeconds = 30;
const letGo = 'this bot stopped following it; on the jump host it goes on';

/** Installs fence.sh once and then asks it things. Nothing is known of claims here. */
const createFenceCalls = (options: FenceOptions, closing: AbortSignal) => {
  const { carrier, remoteFolder, pruneDays = { output: 30, claims: 400 } } = options;
  const script = `${remoteFolder}/${fenceScript.file}`;
  let installed = false;

  const install = async (): Promise<Carried> => {
    const days = [String(pruneDays.output), String(pruneDays.claims)];
    const carried = await carrier.carry(
      ['sh', '-c', installScript, 'install', remoteFolder, fenceScript.file, ...days],
      { stdin: fenceScript.text, onStdout: () => {}, deadlineSeconds: errandSeconds, signal: closing },
    );
    installed = carried.end === 'done' && carried.exitCode === 0;
    if (installed || carried.end !== 'done') return carried;
    const why = `the folder ${remoteFolder} on ${carrier.name} cannot be written (${carried.stderr}): nothing was run`;
    return { end: 'unreachable', why };
  };
  return {
    ask: async (
      verb: string,
      words: readonly string[],
      watch: Watch,
      how: { deadlineSeconds: number; signal?: AbortSignal; stdin?: string },
    ): Promise<Carried> => {
      const ready = installed ? null : await install();
      if (!installed && ready) return ready.end === 'dropped' ? { ...ready, end: 'unreachable' } : ready;
      watch.frames.restart();
      const carried = await carrier.carry(['sh', script, verb, remoteFolder, ...words], {
        stdin: how.stdin ?? '',
        onStdout: watch.frames.push,
        deadlineSeconds: how.deadlineSeconds,
        signal: how.signal ? AbortSignal.any([how.signal, closing]) : closing,
      });
      // Somebody emptied the folder: the next call puts the script back.
      if (carried.end === 'done' && !watch.frames.begun()) installed = false;
      return carried;
    },
  };
};

/** The command fence, the same for a local and an ssh jump host: `facts` of a claim live on the jump host only. */
export const createFence = (options: FenceOptions): Fence => {
  const { carrier, graceSeconds = 5, reconnectSeconds = 30 } = options;
  const closing = new AbortController();
  const { ask } = createFenceCalls(options, closing.signal);
  const environment = environmentText(options.env, options);
  const grace = String(Math.round(graceSeconds * 10));
  const host = { name: carrier.name, ...(options.env.PATH !== undefined && { path: options.env.PATH }) };
  const inFlight = new Set<Promise<Ran>>();
  const watchFor = ({ onOutput }: RunOptions) =>
    createWatch(createOutput({ ...options, ...(onOutput && { onOutput }) }));

  /** Asks for a claim's state; throws the sentence when the jump host cannot be asked. */
  const errand = async (verb: 'look' | 'burn', command: Command, claim: string): Promise<Claim> => {
    const watch = watchFor({});
    const carried = await ask(verb, [oneClaim(claim)], watch, { deadlineSeconds: errandSeconds });
    const answer = watch.answer();
    const kept = await watch.output.end();
    if (answer?.state === 'ended') {
      const ending = endingOfWatch(command, watch, carried, host);
      return { state: 'ended', ran: ranOf(command, ending, kept, answer.seconds) };
    }
    if (verb === 'burn' && answer?.state === 'never-started')
      throw new Error(`the claim could not be burnt on ${host.name}: look whether its disk is full`);
    if (answer && answer.state !== 'refused') return answer;
    throw new Error(endingOfWatch(command, watch, carried, host).why ?? `${host.name} gave no answer`);
  };
  const cancel = async (claim: string): Promise<boolean> => {
    const carried = await ask('cancel', [claim, grace], watchFor({}), {
      deadlineSeconds: errandSeconds + graceSeconds,
    });
    return carried.end === 'done' && carried.exitCode === 0;
  };
  /** Aborting means: killed on the jump host. Only if that cannot be asked for do we stop listening instead. */
  const cancelOnAbort = (claim: string, signal: AbortSignal | undefined, stopListening: AbortController) => {
    const onAbort = async () => {
      if (!(await cancel(claim))) stopListening.abort();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    return () => signal?.removeEventListener('abort', onAbort);
  };
  /** Comes back after a drop and goes on from the same byte, for as long as somebody may be expected to mend it. */
  const comeBack = async (
    claim: string,
    watch: Watch,
    first: Carried,
    signal: AbortSignal,
  ): Promise<Carried> => {
    let carried = first;
    let seen = -1;
    let since = performance.now();
    const stopped = () => signal.aborted || closing.signal.aborted;
    for (let pause = 200; watch.answer() === null && !stopped(); pause = Math.min(5000, pause * 2)) {
      const now = watch.frames.seen.out + watch.frames.seen.err;
      if (now !== seen) since = performance.now();
      seen = now;
      if (performance.now() - since > reconnectSeconds * 1000) break;
      await sleep(pause, undefined, { signal: AbortSignal.any([signal, closing.signal]) }).catch(() => {});
      const { out, err } = watch.frames.seen;
      carried = await ask('follow', [claim, String(out), String(err)], watch, {
        deadlineSeconds: 86_400,
        signal,
      });
    }
    return closing.signal.aborted ? { end: 'dropped', why: letGo } : carried;
  };
  const surelyNot = (watch: Watch, carried: Carried): boolean =>
    !watch.started() && (carried.end === 'unreachable' || (carried.end === 'done' && !watch.frames.begun()));

  const follow = async (
    command: Command,
    name: string,
    run: RunOptions,
    begin: (watch: Watch, signal: AbortSignal) => Promise<Carried>,
  ): Promise<Ran> => {
    const watch = watchFor(run);
    const listening = new AbortController();
    const startedAt = performance.now();
    const done = cancelOnAbort(name, run.signal, listening);
    const carried = await begin(watch, listening.signal);
    done();
    const answer = watch.answer();
    const seconds = (performance.now() - startedAt) / 1000;
    const ending = endingOfWatch(command, watch, carried, host);
    const kept = await watch.output.end();
    return ranOf(
      command,
      ending,
      kept,
      watch.started() || answer?.state !== 'ended' ? seconds : answer.seconds,
    );
  };
  const track = (ran: Promise<Ran>): Promise<Ran> => {
    inFlight.add(ran);
    ran.finally(() => inFlight.delete(ran)).catch(() => {});
    return ran;
  };
  const run = (command: Command, how: RunOptions): Promise<Ran> => {
    const claim = how.claim === undefined ? null : oneClaim(how.claim);
    const name = claim ?? `v-${randomUUID()}`;
    const bytes = String(Buffer.byteLength(environment));
    const deadline = String(command.deadlineSeconds);
    const words = [name, claim ? 'durable' : 'volatile', deadline, grace, bytes, '--', ...command.argv];
    return follow(command, name, how, async (watch, signal) => {
      if (how.signal?.aborted) return { end: 'unreachable', why: `before it started, ${stoppedOnRequest}` };
      const deadlineSeconds = command.deadlineSeconds + graceSeconds + errandSeconds;
      const carried = await ask('start', words, watch, { deadlineSeconds, signal, stdin: environment });
      return claim === null || surelyNot(watch, carried) ? carried : comeBack(claim, watch, carried, signal);
    });
  };
  const adopt = (command: Command, claim: string, how: RunOptions): Promise<Ran> =>
    follow(command, oneClaim(claim), how, async (watch, signal) => {
      if (how.signal?.aborted) await cancel(claim);
      const carried = await ask('follow', [claim, '0', '0'], watch, { deadlineSeconds: 86_400, signal });
      return comeBack(claim, watch, carried, signal);
    });
  return {
    run: async (command, how) => track(run(command, how)),
    adopt: async (command, claim, how) => track(adopt(command, claim, how)),
    look: (command, claim) => errand('look', command, claim),
    burn: (command, claim) => errand('burn', command, claim),
    close: async () => {
      closing.abort();
      await Promise.allSettled(inFlight);
      await carrier.close();
    },
  };
};
