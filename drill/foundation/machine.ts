import { type Costs, realCosts, timesFaster } from './costs.ts';

/** The box's hardware: what the Director, vCenter and the VMs' shells share. Everything lives in one process. */

export type Power = 'on' | 'off';

/** A VM as vCenter knows it. A new one comes with each (re)creation. */
export type Vm = {
  readonly cid: string;
  readonly moref: string;
  readonly instanceUuid: string;
  readonly agentId: string;
  readonly createdAt: number;
  power: Power;
};

export type MonitState =
  | 'running'
  | 'Execution failed'
  | 'not monitored'
  | 'not monitored - restart pending'
  | 'initializing';
export type ProcessState = { readonly name: string; readonly state: MonitState };

export type VmAnswer = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

export type Hold = { readonly over: Promise<void>; end(): void };

/** One BOSH instance and, while it has one, its VM. */
export type Machine = {
  readonly group: 'master' | 'worker' | 'apply-addons';
  readonly uuid: string;
  readonly index: number;
  readonly bootstrap: boolean;
  readonly az: string;
  /** Loopback only. */
  readonly ip: string;
  /** The persistent disk's CID; it outlives VMs. null for a worker. */
  readonly diskCid: string | null;
  readonly vm: Vm | null;
  /** monit's view; empty without a running VM. */
  processes(): readonly ProcessState[];
  /** Is the job's post-start satisfied (for masters: local etcd healthy, and every process running)? */
  healthy(): Promise<boolean>;
  powerOff(): Promise<void>;
  powerOn(): Promise<void>;
  /** Drops the VM and its ephemeral disk, keeps the persistent disk. */
  deleteVm(): Promise<void>;
  /** A new VM with a fresh ephemeral disk, powered on, its jobs starting. */
  createVm(): Promise<void>;
  /** BOSH's own stop and start of all jobs (the VM stays). */
  stopJobs(): Promise<void>;
  startJobs(): Promise<void>;
  /** A shell line as `bosh ssh -c` carries it. Only the lines of src/commands/vm.ts are known: any other is refused with
   *  exit 127 and kept in `refusedLines`. */
  run(line: string): Promise<VmAnswer>;
  /** A login that stays (src/commands/line.ts), over which readings are asked by `run`; until its VM goes, or `end` is called.
   *  null: the line is no such login. */
  hold(line: string): Hold | null;
  readonly refusedLines: readonly string[];
  /** A file as `bosh scp` fetches it; throws scp's own words. */
  fetch(path: string): Promise<Buffer>;
};

/** Seconds of the box's world; a real Director's are 10 to 60 times longer. */
export type Timings = {
  readonly monitCycle: number;
  /** How long a job's post-start waits for etcd before the Director's task fails: 120 on PKS. */
  readonly postStart: number;
  readonly deleteVm: number;
  readonly createVm: number;
  readonly scan: number;
  readonly powerChange: number;
  readonly resurrector: number;
  /** What an unresponsive agent costs the Director per reading: up to 15 on a real one. */
  readonly agentTimeout: number;
  /** What commands cost; without them they take no longer than the box needs. */
  readonly costs?: Costs;
};
export const drillTimings: Timings = {
  monitCycle: 2,
  postStart: 6,
  deleteVm: 1.5,
  createVm: 2,
  scan: 1.5,
  powerChange: 0.8,
  resurrector: 5,
  agentTimeout: 1.5,
};
/** For suites that play hundreds of runs on modelled members. */
export const scaledTimings: Timings = {
  monitCycle: 0.1,
  postStart: 0.5,
  deleteVm: 0.1,
  createVm: 0.1,
  scan: 0.1,
  powerChange: 0.05,
  resurrector: 0.5,
  agentTimeout: 0.1,
};
/** For the sweeps that kill bots and break tools: a real foundation's costs over 60, as its minutes are their seconds. */
export const sweepTimings: Timings = { ...scaledTimings, costs: timesFaster(realCosts, 60) };

/** The seed's deployment, its addresses moved to loopback. */
export const deploymentName = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';

/** Effects counted by the box and not by the bot: the crash sweep and the tool-fault sweep judge by these. */
export type Effect = {
  readonly at: number;
  readonly what:
    | 'delete-vm'
    | 'cck'
    | 'recreate'
    | 'restart'
    | 'stop'
    | 'start'
    | 'power-off'
    | 'power-on'
    | 'resurrection'
    | 'move-leader'
    | 'member-remove'
    | 'member-add'
    | 'monit'
    | 'compact'
    | 'defrag'
    | 'disarm'
    | 'set-aside'
    | 'snapshot'
    | 'backup'
    | 'cancel-task';
  readonly on: string;
  readonly detail: string;
};
export type Effects = { record(effect: Omit<Effect, 'at'>): void; all(): readonly Effect[] };
