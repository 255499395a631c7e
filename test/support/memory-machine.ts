import { randomUUID } from 'node:crypto';
import type { Effect, Effects, Machine, MonitState, Vm } from '../../drill/foundation/machine.ts';

/** A Machine without anything behind it, for suites that test what stands above machines. */
export type MemoryMachine = Machine & {
  readonly states: Map<string, MonitState>;
  /** What etcd and friends come back as at the next start; `running` unless said. */
  readonly afterStart: Map<string, MonitState>;
  /** Every call that changed it, in order. */
  readonly calls: string[];
  /** Deleting its VM takes until this settles. */
  slowDelete: Promise<void> | null;
};

const masterProcesses = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'blackbox',
  'ncp',
  'fluentd',
  'telegraf',
  'bosh-dns',
  'bosh-dns-resolvconf',
  'bosh-dns-healthcheck',
  'system-metrics-agent',
];

type Given = Pick<Machine, 'group' | 'uuid' | 'index' | 'bootstrap' | 'az' | 'ip' | 'diskCid'>;

export const memoryMachine = (given: Given, firstCid: string | null): MemoryMachine => {
  const vmOf = (cid: string): Vm => ({
    cid,
    moref: `vm-${given.index}`,
    instanceUuid: randomUUID(),
    agentId: randomUUID(),
    createdAt: Date.now(),
    power: 'on',
  });
  let vm = firstCid === null ? null : vmOf(firstCid);
  const states = new Map<string, MonitState>(masterProcesses.map(name => [name, 'running']));
  const afterStart = new Map<string, MonitState>();
  const calls: string[] = [];
  const all = (state: (name: string) => MonitState) => {
    for (const name of states.keys()) states.set(name, state(name));
  };
  const come = () => all(name => afterStart.get(name) ?? 'running');
  const processes = () => (vm?.power === 'on' ? [...states].map(([name, state]) => ({ name, state })) : []);
  return {
    ...given,
    states,
    afterStart,
    calls,
    slowDelete: null,
    refusedLines: [],
    get vm() {
      return vm;
    },
    processes,
    healthy: async () => processes().length > 0 && processes().every(({ state }) => state === 'running'),
    powerOff: async () => {
      calls.push('powerOff');
      if (vm) vm.power = 'off';
    },
    powerOn: async () => {
      calls.push('powerOn');
      if (vm) vm.power = 'on';
    },
    async deleteVm() {
      calls.push('deleteVm');
      vm = null;
      await this.slowDelete;
    },
    createVm: async () => {
      calls.push('createVm');
      vm = vmOf(`${given.group}_service-instance-56c19cfc_${randomUUID().slice(-12)}`);
      come();
    },
    stopJobs: async () => {
      calls.push('stopJobs');
      all(() => 'not monitored');
    },
    startJobs: async () => {
      calls.push('startJobs');
      come();
    },
    fetch: async path => {
      throw new Error(`scp: ${path}: No such file or directory`);
    },
    hold: () => null,
    run: async () => ({ stdout: '', stderr: 'no shell here\n', exitCode: 127 }),
  };
};

const cidOf = (tail: string) => `master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_${tail}`;
const master = (uuid: string, index: number, cidTail: string) =>
  memoryMachine(
    {
      group: 'master',
      uuid,
      index,
      bootstrap: index === 0,
      az: `pks-az${index + 1}`,
      ip: `127.28.3.${index + 2}`,
      diskCid: `disk-${uuid.slice(0, 4)}`,
    },
    cidOf(cidTail),
  );

/** The seed's deployment: three masters, a worker, an errand. */
export const seedMachines = () => ({
  m0: master('9b8ad6e0-a438-4033-9767-46c586fb4771', 0, 'dd04187297f4'),
  m1: master('8cdf6298-e50a-4dc3-997b-b7e14502cc57', 1, '0f1e2d3c4b5a'),
  m2: master('774bfafe-67a2-406b-9ee5-a8db68f2e694', 2, 'a1b2c3d4e5f6'),
  worker: memoryMachine(
    {
      group: 'worker',
      uuid: '3b2ae3af-a4ff-4850-8d36-a120525bab4b',
      index: 0,
      bootstrap: true,
      az: 'pks-az1',
      ip: '127.28.3.5',
      diskCid: 'disk-3b2a',
    },
    'worker_service-instance-56c19cfc_77aa88bb99cc',
  ),
  addons: memoryMachine(
    {
      group: 'apply-addons',
      uuid: 'b7464878-e9c2-4c18-9f3b-89aae38f8d32',
      index: 0,
      bootstrap: true,
      az: 'pks-az1',
      ip: '',
      diskCid: null,
    },
    null,
  ),
});

export const countedEffects = (): Effects => {
  const effects: Effect[] = [];
  return {
    record: effect => {
      effects.push({ ...effect, at: Date.now() });
    },
    all: () => effects,
  };
};
