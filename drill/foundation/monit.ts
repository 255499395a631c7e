import type { MonitState, ProcessState } from './machine.ts';
import type { Member } from './member.ts';

export type Verb = 'start' | 'stop' | 'restart';
export type Monit = {
  states(): readonly ProcessState[];
  /** `monit summary` of monit 5.2.5. */
  summary(): string;
  /** For etcd only. Returns at once, as monit does; the state follows. */
  etcd(verb: Verb): void;
  startAll(): void;
  /** Resolves when etcd has stopped. */
  stopAll(): Promise<void>;
  /** The VM goes away: nothing is watched any more. */
  halt(): void;
};

export type MonitOptions = {
  readonly processes: readonly string[];
  readonly cycleSeconds: number;
  /** Failed restarts in a row after which etcd is no longer monitored (BOSH then says `unknown`); null: never. */
  readonly givesUpAfter: number | null;
  /** etcd on this VM; null on a worker. */
  readonly member: Member | null;
  /** Does any etcd endpoint serve? kube-apiserver lives by it. */
  readonly etcdServes: () => boolean;
};

/** BOSH agent's reading of monit: unmonitored is unknown, initialising is starting, ok is running, all else is failing. */
export const boshState = (state: MonitState): 'running' | 'failing' | 'starting' | 'unknown' => {
  if (state === 'running') return 'running';
  if (state === 'initializing') return 'starting';
  return state === 'Execution failed' ? 'failing' : 'unknown';
};

const row = (type: string, name: string, state: string): string =>
  `${`${type} '${name}'`.padEnd(36)}${state}`;

const brokenJob = (job: string): string =>
  [3, 4]
    .map(
      line =>
        `/var/vcap/monit/job/0006_${job}.monitrc:${line}: Warning: the executable does not exist '/var/vcap/jobs/${job}/bin/ctl'\n`,
    )
    .join('');

/** etcd under watch: started again at each cycle that finds it gone. */
const etcdWatch = (member: Member, givesUpAfter: number | null) => {
  let state: MonitState = 'not monitored';
  let watched = false;
  let failures = 0;
  /** A stop that a later start overtakes must not unmonitor. */
  let orders = 0;
  const start = (): void => {
    orders++;
    watched = true;
    failures = 0;
    state = 'initializing';
    member.start();
  };
  const stop = async (pending: MonitState = state): Promise<void> => {
    const order = ++orders;
    watched = false;
    state = pending;
    await member.stop();
    if (order === orders) state = 'not monitored';
  };
  const restart = async (): Promise<void> => {
    const order = orders + 1;
    await stop('not monitored - restart pending');
    if (order === orders) start();
  };
  const cycle = (): void => {
    if (!watched) return;
    if (member.running()) {
      state = 'running';
      failures = 0;
      return;
    }
    failures++;
    state = 'Execution failed';
    if (givesUpAfter !== null && failures > givesUpAfter) {
      watched = false;
      state = 'not monitored';
    } else member.start();
  };
  return {
    state: () => state,
    verb: (verb: Verb) => {
      if (verb === 'start') start();
      else void (verb === 'stop' ? stop() : restart());
    },
    stop,
    cycle,
    forget: () => {
      orders++;
      watched = false;
      state = 'not monitored';
    },
  };
};

/** The small monit of one VM. */
export const startMonit = (options: MonitOptions): Monit => {
  const { member } = options;
  const etcd = member && etcdWatch(member, options.givesUpAfter);
  const bootedAt = Date.now();
  let others: 'not monitored' | 'initializing' | 'running' = 'not monitored';
  let serves = true;
  const timer = setInterval(() => {
    if (others === 'initializing') others = 'running';
    serves = options.etcdServes();
    etcd?.cycle();
  }, options.cycleSeconds * 1000);

  const stateOf = (name: string): MonitState => {
    if (name === 'etcd' && etcd) return etcd.state();
    if (others !== 'running') return others;
    if (name === 'kube-apiserver' && !serves) return 'Execution failed';
    return member && !member.hasJob(name) ? 'not monitored - restart pending' : 'running';
  };
  const states = () => options.processes.map(name => ({ name, state: stateOf(name) }));
  return {
    states,
    summary: () => {
      const missing = member ? options.processes.filter(name => !member.hasJob(name)) : [];
      const minutes = Math.floor((Date.now() - bootedAt) / 60_000);
      const rows = states().map(process => row('Process', process.name, process.state));
      return `${missing.map(brokenJob).join('')}The Monit daemon 5.2.5 uptime: ${minutes}m \n\n${[...rows, row('System', 'system_localhost', 'running')].join('\n')}\n\n`;
    },
    etcd: verb => etcd?.verb(verb),
    startAll: () => {
      others = 'initializing';
      etcd?.verb('start');
    },
    stopAll: async () => {
      others = 'not monitored';
      await etcd?.stop();
    },
    halt: () => {
      clearInterval(timer);
      etcd?.forget();
    },
  };
};
