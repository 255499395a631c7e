import { randomUUID } from 'node:crypto';
import type { Command, Ran } from '../../model/command.ts';
import type { Claim, FencePlace, RunOptions } from '../../ports/jump-host.ts';
import type { Redactor } from '../../readings/redact.ts';
import type { Carried } from './carrier.ts';
import { comeBack, followSeconds } from './come-back.ts';
import { callSeconds, createFenceCalls, type FenceCallsOptions } from './fence-calls.ts';
import { environmentText } from './fence-script.ts';
import { createOutput } from './output.ts';
import { placeText } from './place.ts';
import { ranOf } from './ran.ts';
import { createWatch, endingOfWatch, surelyNotStarted, type Watch } from './watch.ts';

type FenceOptions = FenceCallsOptions & {
  readonly redact: Redactor;
  /** Here, for long logs. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Keep the login's own PATH, HOME, USER and LOGNAME where `env` does not name them. */
  readonly inherit: boolean;
  readonly secretsFile?: string;
  readonly graceSeconds?: number;
  /** How long a claimed command's follower tries to come back after its connection dropped. */
  readonly reconnectSeconds?: number;
};
type Fence = {
  /** With a claim: at most once, detached. Without: a reading that ends with the one who asked. */
  run(command: Command, options: RunOptions): Promise<Ran>;
  adopt(command: Command, claim: string, options: RunOptions): Promise<Ran>;
  /** These reject with the sentence when the jump host cannot be asked. */
  look(command: Command, claim: string): Promise<Claim>;
  burn(command: Command, claim: string): Promise<Claim>;
  place(): Promise<FencePlace>;
  readHead(): Promise<string>;
  keepHead(line: string): Promise<void>;
  /** What the command printed goes from the jump host; its record stays. Rejects when that cannot be asked for. */
  clear(claim: string): Promise<void>;
  close(): Promise<void>;
};

const claimPattern = /^[A-Za-z0-9._-]{1,128}$/;
const oneClaim = (claim: string): string => {
  if (!claimPattern.test(claim) || /^\.+$/.test(claim))
    throw new TypeError(
      `${claim} cannot be a claim: letters, digits, dots, dashes and underscores only, 128 at most`,
    );
  return claim;
};
const letGo: Carried = { end: 'dropped', why: 'this bot stopped following it; on the jump host it goes on' };

/** How a command is waited for: once started or adopted, until it ends, is aborted, or this bot closes. */
const createFollower = (options: FenceOptions, closing: AbortSignal) => {
  const { carrier, graceSeconds = 5, reconnectSeconds = 30 } = options;
  const calls = createFenceCalls(options, closing);
  const grace = String(Math.round(graceSeconds * 10));
  const host = {
    name: carrier.name,
    ...(options.env.PATH !== undefined && { path: options.env.PATH }),
  };
  const watchFor = ({ onOutput, claim }: RunOptions): Watch =>
    createWatch(createOutput({ ...options, name: claim, ...(onOutput && { onOutput }) }));

  const cancel = async (claim: string): Promise<boolean> => {
    const how = { deadlineSeconds: callSeconds + graceSeconds };
    const carried = await calls.ask('cancel', [claim, grace], watchFor({}), how);
    return carried.end === 'done' && carried.exitCode === 0;
  };
  /** Aborting means: killed on the jump host. Only if that cannot be asked for do we stop listening instead. */
  const cancelOnAbort = (claim: string, signal: AbortSignal | undefined, listening: AbortController) => {
    const onAbort = async () => {
      if (!(await cancel(claim))) listening.abort();
    };
    if (signal?.aborted) void onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    return () => signal?.removeEventListener('abort', onAbort);
  };
  const follow = async (
    command: Command,
    claim: string,
    how: RunOptions,
    begin: (watch: Watch, signal: AbortSignal) => Promise<Carried>,
  ): Promise<Ran> => {
    const watch = watchFor(how);
    const listening = new AbortController();
    const startedAt = performance.now();
    const done = cancelOnAbort(claim, how.signal, listening);
    const carried = await begin(watch, AbortSignal.any([listening.signal, closing]));
    done();
    const measured = (performance.now() - startedAt) / 1000;
    const answer = watch.answer();
    const seconds = watch.started() || answer?.state !== 'ended' ? measured : answer.seconds;
    const ending = endingOfWatch(command, watch, closing.aborted ? letGo : carried, host);
    return ranOf(command, ending, await watch.output.end(), seconds);
  };
  const stoppedBefore = async (command: Command): Promise<Ran> => {
    const ending = {
      end: 'not-started',
      exitCode: null,
      why: 'it was stopped on request before it started',
    } as const;
    return ranOf(command, ending, await watchFor({}).output.end(), 0);
  };
  const goOn = (claim: string, watch: Watch, first: Carried, signal: AbortSignal) =>
    comeBack(calls, claim, watch, { first, signal, reconnectSeconds });
  return { calls, grace, graceSeconds, host, watchFor, follow, stoppedBefore, goOn };
};

/** The command fence, the same for a local and an ssh jump host: what is known of a claim lies there only. */
export const createFence = (options: FenceOptions): Fence => {
  const closing = new AbortController();
  const follower = createFollower(options, closing.signal);
  const { calls, grace, host } = follower;
  const inFlight = new Set<Promise<Ran>>();
  const track = (ran: Promise<Ran>): Promise<Ran> => {
    inFlight.add(ran);
    ran.finally(() => inFlight.delete(ran)).catch(() => {});
    return ran;
  };

  const call = async (verb: 'look' | 'burn', command: Command, claim: string): Promise<Claim> => {
    const watch = follower.watchFor({});
    const carried = await calls.ask(verb, [oneClaim(claim)], watch, { deadlineSeconds: callSeconds });
    const [answer, place] = [watch.answer(), watch.place()];
    const kept = await watch.output.end();
    const ending = endingOfWatch(command, watch, carried, host);
    if (answer?.state === 'ended')
      return { state: 'ended', ran: ranOf(command, ending, kept, answer.seconds), place };
    if (verb === 'burn' && answer?.state === 'never-started')
      throw new Error(`the claim could not be burnt on ${host.name}: look whether its disk is full`);
    if (answer && answer.state !== 'refused') return { ...answer, place };
    throw new Error(ending.why ?? `${host.name} gave no answer`);
  };
  const place = async (): Promise<FencePlace> => {
    const watch = follower.watchFor({});
    const carried = await calls.ask('place', [randomUUID()], watch, { deadlineSeconds: callSeconds });
    await watch.output.end();
    const found = watch.place();
    if (found) return found;
    if (carried.end !== 'done') throw new Error(carried.why);
    throw new Error(`the fence's folder on ${host.name} cannot be named: look whether its disk is full`);
  };
  const head = async (verb: 'read_head' | 'keep_head', ...words: readonly string[]): Promise<string> => {
    const watch = follower.watchFor({});
    const carried = await calls.ask(verb, words, watch, { deadlineSeconds: callSeconds });
    await watch.output.end();
    const found = watch.head();
    if (found !== null) return found;
    throw new Error(carried.end === 'done' ? carried.stderr || `exit code ${carried.exitCode}` : carried.why);
  };
  const start = (command: Command, how: RunOptions): Promise<Ran> => {
    const environment = environmentText(options.env, { ...options, asAdmin: command.asAdmin });
    const claim = how.claim === undefined ? null : oneClaim(how.claim);
    const name = claim ?? `v-${randomUUID()}`;
    const numbers = [String(command.deadlineSeconds), grace, String(Buffer.byteLength(environment))];
    const where = how.place ? [placeText(how.place)] : [];
    const words = [name, claim ? 'durable' : 'volatile', ...numbers, ...where, '--', ...command.argv];
    const deadlineSeconds = command.deadlineSeconds + follower.graceSeconds + callSeconds;
    if (how.signal?.aborted) return follower.stoppedBefore(command);
    return follower.follow(command, name, how, async (watch, signal) => {
      const carried = await calls.ask('start', words, watch, { deadlineSeconds, signal, stdin: environment });
      return claim === null || surelyNotStarted(watch, carried)
        ? carried
        : follower.goOn(claim, watch, carried, signal);
    });
  };
  const adopt = (command: Command, claim: string, how: RunOptions): Promise<Ran> =>
    follower.follow(command, oneClaim(claim), how, async (watch, signal) => {
      const carried = await calls.ask('follow', [claim, '0', '0'], watch, {
        deadlineSeconds: followSeconds,
        signal,
      });
      return follower.goOn(claim, watch, carried, signal);
    });
  return {
    run: async (command, how) => track(start(command, how)),
    adopt: async (command, claim, how) => track(adopt(command, claim, how)),
    look: (command, claim) => call('look', command, claim),
    burn: (command, claim) => call('burn', command, claim),
    place,
    readHead: () => head('read_head'),
    keepHead: async line => void (await head('keep_head', line)),
    clear: async claim => {
      const how = { deadlineSeconds: callSeconds };
      const carried = await calls.ask('clear', [oneClaim(claim)], follower.watchFor({}), how);
      if (carried.end !== 'done') throw new Error(carried.why);
      if (carried.exitCode !== 0) throw new Error(carried.stderr || `exit code ${carried.exitCode}`);
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(inFlight);
      await options.carrier.close();
    },
  };
};
