import type { Command, Ran } from '../../../src/model/command.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Claim, ClaimState, FencePlace, JumpHost, RunOptions } from '../../../src/ports/jump-host.ts';
import { type Act, actOf } from './acts.ts';
import { botUser, type TaskTruth, type Truth } from './truth.ts';

type Kept = {
  state: 'running' | 'ended' | 'burnt' | 'unknown';
  printed: string;
  /** Who is told what it prints. */
  readonly listeners: Set<(text: string) => void>;
  ran: Ran | null;
  readonly over: Promise<void>;
  kill(): void;
};

const ranOf = (command: Command, change: Partial<Ran> = {}): Ran => ({
  command,
  end: 'exited',
  exitCode: 0,
  why: null,
  stdout: '',
  stderr: '',
  sha256: 'e3b0c442',
  lines: 1,
  seconds: 1,
  ...change,
});

export const away = 'ssh: connect to host jump port 22: Connection refused';

/**
 * A jump host whose fence, claims and running commands outlive the bots that use it, as the real one's do
 * (src/adapters/jump-host/fence.ts): a claim starts once, its command is detached, its end is kept.
 */
export const fencedHost = (truth: Truth, clock: Clock) => {
  let claims = new Map<string, Kept>();
  let place: FencePlace | undefined;
  const gates = new Map<string, Promise<void>>();
  let folders = 0;
  const tell = { away: false, loses: 0, dropsAnswers: 0 };
  /** Every claim that was started, by its command's words. */
  const started: { readonly claim: string; readonly line: string }[] = [];

  /** A lost answer: the CLI sends the request again, and the Director does it again (docs/evidence.md#a-lost-answer). */
  const tasksFor = (command: Command, description: string): TaskTruth[] => {
    const times = 1 + tell.dropsAnswers;
    tell.dropsAnswers = 0;
    const of = command.argv[command.argv.indexOf('-d') + 1] ?? '';
    return Array.from({ length: times }, (_, i) => ({
      id: String(204_518 + truth.tasks.length + i),
      state: 'processing',
      description,
      deployment: description.startsWith('delete vm') ? '' : of,
      user: botUser,
    }));
  };
  const print = (kept: Kept, text: string): void => {
    kept.printed += text;
    for (const listener of kept.listeners) listener(text);
  };
  /** `Task N` comes first and without a line break, the rest at the end (test/fixtures/captures/bosh). */
  const request = (command: Command, description: string, kept: Kept): TaskTruth | undefined => {
    const tasks = tasksFor(command, description);
    truth.tasks.push(...tasks);
    const own = tasks.at(-1);
    print(kept, `\nTask ${own?.id}`);
    for (const other of tasks.slice(0, -1)) void endLater(other);
    return own;
  };
  const untilCancelled = async (own: TaskTruth | undefined): Promise<void> => {
    if (!own) return new Promise(() => {});
    while (own.state === 'processing') await clock.sleep(500);
    if (own.state !== 'cancelling') return new Promise(() => {});
    await clock.sleep(1500);
  };
  /** The other tasks of a request that was sent more than once end later than the one that was followed. */
  const endLater = async (task: TaskTruth): Promise<void> => {
    await clock.sleep(14_000);
    task.state = task.state === 'cancelling' ? 'cancelled' : 'done';
  };
  const effect = async (act: Act, own: TaskTruth | undefined, kept: Kept): Promise<void> => {
    const done = clock.sleep(act.takes).then(() => gates.get(act.name ?? ''));
    const hostGone = own ? new Promise<void>(() => {}) : kept.over;
    await Promise.race([done, hostGone, untilCancelled(own)]);
    if (own?.state === 'cancelling') own.state = 'cancelled';
    else if (own || kept.state === 'running') act.happen(truth);
    if (own?.state === 'processing') own.state = 'done';
  };
  const perform = async (command: Command, act: Act, kept: Kept): Promise<void> => {
    if (act.name) truth.effects.push(...Array(1 + (act.tasks ? tell.dropsAnswers : 0)).fill(act.name));
    for (const description of act.tasks?.slice(0, -1) ?? []) {
      const first = request(command, description, kept);
      await clock.sleep(1000);
      if (first) first.state = 'done';
    }
    const last = act.tasks?.at(-1);
    const own = last === undefined ? undefined : request(command, last, kept);
    await effect(act, own, kept);
    if (kept.state === 'running') exit(command, kept, own, act);
  };
  const exit = (command: Command, kept: Kept, own: TaskTruth | undefined, act: Act): void => {
    kept.state = 'ended';
    print(kept, own ? `\nTask ${own.id} ${own.state}\n` : act.stdout);
    const failed = own?.state === 'cancelled' || act.stderr !== undefined;
    kept.ran = ranOf(command, {
      stdout: kept.printed,
      stderr: act.stderr ?? '',
      exitCode: failed ? 1 : 0,
    });
    kept.kill();
  };

  const begin = (command: Command, claim: string | null): Kept => {
    let kill = () => {};
    const over = new Promise<void>(resolve => {
      kill = resolve;
    });
    const kept: Kept = { state: 'running', printed: '', listeners: new Set(), ran: null, over, kill };
    if (claim !== null) {
      claims.set(claim, kept);
      started.push({ claim, line: command.argv.join(' ') });
    }
    void perform(command, actOf(command, truth), kept);
    return kept;
  };
  const stopped = (command: Command, kept: Kept): Ran => {
    kept.state = 'ended';
    kept.ran = ranOf(command, {
      end: 'killed',
      exitCode: null,
      why: 'it was stopped on request',
      stdout: kept.printed,
    });
    kept.kill();
    return kept.ran;
  };
  const follow = async (command: Command, kept: Kept, { onOutput, signal }: RunOptions): Promise<Ran> => {
    if (kept.printed) onOutput?.(kept.printed);
    if (onOutput) kept.listeners.add(onOutput);
    const onAbort = () => kept.state === 'running' && stopped(command, kept);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    await kept.over;
    if (tell.loses > 0) {
      tell.loses -= 1;
      return ranOf(command, { end: 'lost', exitCode: null, why: 'the connection dropped' });
    }
    return kept.ran ?? ranOf(command, { end: 'lost', exitCode: null, why: 'the jump host restarted' });
  };
  const refused = (command: Command, why: string) =>
    ranOf(command, { end: 'not-started', exitCode: null, why });
  const stateOf = (claim: string): ClaimState => {
    const kept = claims.get(claim);
    if (!kept) return { state: 'never-started' };
    if (kept.state === 'ended' && kept.ran) return { state: 'ended', ran: kept.ran };
    if (kept.state === 'unknown') return { state: 'unknown', why: 'the jump host restarted meanwhile' };
    return { state: kept.state === 'burnt' ? 'burnt' : 'running' };
  };
  const found = (claim: string): Claim => ({ ...stateOf(claim), place });
  const reach = () => {
    if (tell.away) throw new Error(away);
  };

  let head = '';
  const jumpHost: JumpHost = {
    name: 'small-world',
    run: async (command, options = {}) => {
      if (tell.away)
        return options.claim === undefined
          ? ranOf(command, { end: 'lost', exitCode: null, why: away })
          : refused(command, away);
      if (options.claim === undefined) return follow(command, begin(command, null), options);
      if (options.place && options.place.id !== place?.id) return refused(command, 'another fence');
      if (claims.has(options.claim)) return refused(command, `the claim ${options.claim} is taken`);
      return follow(command, begin(command, options.claim), options);
    },
    adopt: async (command, claim, options = {}) => {
      const kept = claims.get(claim);
      return kept
        ? follow(command, kept, options)
        : ranOf(command, { end: 'lost', exitCode: null, why: 'no claim' });
    },
    place: async () => {
      reach();
      place ??= { id: `folder-${++folders}`, host: 'small-world', boot: 'boot-1' };
      return place;
    },
    readHead: async () => {
      reach();
      return head;
    },
    keepHead: async line => {
      reach();
      head = line;
    },
    look: async (_command, claim) => {
      reach();
      return found(claim);
    },
    burn: async (_command, claim) => {
      reach();
      if (!claims.has(claim))
        claims.set(claim, {
          state: 'burnt',
          printed: '',
          listeners: new Set(),
          ran: null,
          over: Promise.resolve(),
          kill: () => {},
        });
      return found(claim);
    },
    clear: async claim => {
      reach();
      const kept = claims.get(claim);
      if (kept?.state === 'ended' && kept.ran)
        claims.set(claim, { ...kept, ran: { ...kept.ran, stdout: '', stderr: '' } });
    },
    close: async () => {},
  };
  return {
    jumpHost,
    tell,
    started,
    /** A command of this name stays running until the answer is called. */
    holdBack: (name: string): (() => void) => {
      let open = () => {};
      gates.set(
        name,
        new Promise<void>(resolve => {
          open = resolve;
        }),
      );
      return () => {
        gates.delete(name);
        open();
      };
    },
    /** Somebody empties the fence's folder, or another machine has the name from now on: what runs goes on unseen. */
    lose: () => {
      claims = new Map();
      place = undefined;
    },
    /** The jump host restarts: what ran there is gone and left no exit code. Tasks of the Director go on. */
    restart: () => {
      for (const kept of claims.values())
        if (kept.state === 'running') {
          kept.state = 'unknown';
          kept.kill();
        }
    },
    /** What a command under this claim came to is on no disk of the jump host any more. */
    loseEndOf: (claim: string): void => {
      const kept = claims.get(claim);
      if (kept) kept.state = 'unknown';
    },
  };
};
export type FencedHost = ReturnType<typeof fencedHost>;
