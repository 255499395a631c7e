import { randomBytes, randomUUID } from 'node:crypto';
import { askedOverLine, isHold, recognise } from './known-lines.ts';
import type { Effects, Hold, Machine, Vm, VmAnswer } from './machine.ts';
import type { Member } from './member.ts';
import type { Monit, Verb } from './monit.ts';
import { type Rack, vmCid } from './seed.ts';

let morefs = 100;
const newVm = (rack: Rack, tail: string): Vm => ({
  cid: vmCid(rack.group, tail),
  moref: `vm-${++morefs}`,
  instanceUuid: randomUUID(),
  agentId: randomUUID(),
  createdAt: Date.now(),
  power: 'on',
});

const verbs: Readonly<Record<string, Verb>> = { start: 'start', stop: 'stop', restart: 'restart' };

export type InstanceOptions = {
  readonly rack: Rack;
  readonly member: Member | null;
  readonly newMonit: () => Monit;
  readonly effects: Effects;
  /** A worker's nginx goes with its VM. */
  readonly onPower?: (power: 'on' | 'off') => void;
};

export type Instance = Machine & { monit(verb: Verb): void };

/** One BOSH instance. Its VM exists from the start (but for an errand); its jobs wait for startJobs. */
export const newInstance = (options: InstanceOptions): Instance => {
  const { rack, member, effects } = options;
  const name = `${rack.group}/${rack.uuid}`;
  const refusedLines: string[] = [];
  let vm = rack.cidTail === null ? null : newVm(rack, rack.cidTail);
  let monit: Monit | null = vm && options.newMonit();

  const mustHaveVm = (): Vm => {
    if (vm) return vm;
    throw new Error(`${name} has no VM: create one first`);
  };
  const holds = new Set<() => void>();
  const unpower = async (): Promise<void> => {
    for (const end of holds) end();
    monit?.halt();
    monit = null;
    if (vm) vm.power = 'off';
    options.onPower?.('off');
    await member?.kill();
  };
  const boot = (): void => {
    monit = options.newMonit();
    options.onPower?.('on');
    monit.startAll();
  };
  const running = (): Monit => {
    if (monit) return monit;
    throw new Error(
      vm ? `${name}: its VM ${vm.cid} is powered off, so no shell answers` : `${name} has no VM to log in to`,
    );
  };
  const hold = (line: string): Hold | null => {
    running();
    if (!isHold(line)) return null;
    const over = Promise.withResolvers<void>();
    const end = () => {
      holds.delete(end);
      over.resolve();
    };
    holds.add(end);
    return { over: over.promise, end };
  };
  /** As ask.sh has it: what it runs lies in the home of the login that is held. */
  const shell = async (line: string): Promise<VmAnswer> => {
    const asked = askedOverLine(line);
    if (asked === null) return direct(line);
    if (holds.size === 0) return { stdout: '', stderr: "sh: 0: cannot open '.pks-line/ask'\n", exitCode: 2 };
    const answer = await direct(asked);
    return { ...answer, stdout: `@@ vm\n${rack.uuid}\n${answer.stdout}` };
  };
  const direct = async (line: string): Promise<VmAnswer> => {
    const on = running();
    const known = member && recognise(line);
    if (!known) {
      refusedLines.push(line);
      return { stdout: '', stderr: `the box's VMs do not know this line: ${line}\n`, exitCode: 127 };
    }
    const verb = known.kind === 'monit' ? verbs[known.args[0] ?? ''] : undefined;
    if (verb) on.etcd(verb);
    const answer = verb ? { stdout: '', stderr: '', exitCode: 0 } : await member.run(known, on.summary());
    if (known.effect && answer.exitCode === 0)
      effects.record({ what: known.effect, on: name, detail: [known.kind, ...known.args].join(' ') });
    // A VM that was switched off meanwhile answers nothing at all.
    running();
    return answer;
  };
  return {
    group: rack.group,
    uuid: rack.uuid,
    index: rack.index,
    bootstrap: rack.bootstrap,
    az: rack.az,
    ip: rack.ip,
    diskCid: rack.diskCid,
    get vm() {
      return vm;
    },
    processes: () => monit?.states() ?? [],
    healthy: async () =>
      monit?.states().every(process => process.state === 'running') === true &&
      (!member || (await member.healthy())),
    powerOff: async () => {
      if (mustHaveVm().power === 'on') await unpower();
    },
    powerOn: async () => {
      if (mustHaveVm().power === 'on') return;
      mustHaveVm().power = 'on';
      boot();
    },
    deleteVm: async () => {
      await unpower();
      vm = null;
      await member?.dropEphemeral();
    },
    createVm: async () => {
      if (vm) throw new Error(`${name} still has the VM ${vm.cid}: delete it first`);
      if (rack.cidTail === null) throw new Error(`${name} is an errand and never has a VM outside its run`);
      await member?.renewEphemeral();
      vm = newVm(rack, randomBytes(6).toString('hex'));
      boot();
    },
    stopJobs: async () => running().stopAll(),
    startJobs: async () => running().startAll(),
    run: shell,
    hold,
    monit: verb => running().etcd(verb),
    refusedLines,
    fetch: async path => {
      running();
      if (member) return member.fetch(path);
      throw new Error(`scp: ${path}: No such file or directory`);
    },
  };
};

/** A master: an instance whose etcd faults and writers can reach. */
export const newMaster = (
  options: InstanceOptions & { member: Member },
): Instance & { readonly member: Member } =>
  // The instance keeps its getter: a spread would freeze its VM.
  Object.assign(newInstance(options), { member: options.member });
