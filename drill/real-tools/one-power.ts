import { setTimeout as sleep } from 'node:timers/promises';
import type { Effects, Machine, Power, Vm } from '../foundation/machine.ts';
import { type Vcsim, vmFolder } from './vcsim.ts';

const resources = [
  ...['-folder', vmFolder, '-pool', '/DC0/host/DC0_C0/Resources'],
  ...['-ds', 'LocalDS_0', '-net', 'VM Network'],
];

type Shown = { readonly name: string; readonly power: Power };

/** Every VM's name and power, in one question. */
const shown = async (vcsim: Vcsim): Promise<readonly Shown[]> => {
  const text = await vcsim.govc('object.collect', '-json', '-type', 'm', '/', 'name', 'runtime.powerState');
  // One JSON document a VM, one after another.
  return text
    .split(/^(?=\{)/m)
    .filter(Boolean)
    .map(document => {
      // The answer of a program of a known release, held against its captures in test/fixtures.
      const { changeSet } = JSON.parse(document) as { changeSet: readonly { name: string; val: string }[] };
      const value = (name: string) => changeSet.find(change => change.name === name)?.val ?? '';
      return { name: value('name'), power: value('runtime.powerState') === 'poweredOn' ? 'on' : 'off' };
    });
};

const create = async (vcsim: Vcsim, { cid, power }: Vm, ip: string): Promise<void> => {
  await vcsim.govc('vm.create', ...resources, `-on=${power === 'on'}`, cid);
  // The guest's tools tell the address; the simulator has no guests.
  await vcsim.govc('vm.change', '-vm', `${vmFolder}/${cid}`, '-e', `SET.guest.ipAddress=${ip}`);
};

type Known = { readonly machine: Machine; readonly vm: Vm; agreed: Power };
export type OnePower = { stop(): Promise<void> };

/**
 * The simulator and the box have one set of VMs: a VM that BOSH makes or deletes comes and goes there, and whoever
 * powers it there powers the box's machine. Looked at every `everyMs`; an effect is counted when a machine is powered.
 */
export const keepOnePower = async (
  vcsim: Vcsim,
  machines: readonly Machine[],
  effects: Effects,
  everyMs = 200,
): Promise<OnePower> => {
  const known = new Map<string, Known>();
  const appear = async (machine: Machine, vm: Vm) => {
    const agreed = vm.power;
    await create(vcsim, vm, machine.ip);
    known.set(vm.cid, { machine, vm, agreed });
  };
  const comeAndGo = async () => {
    const here = new Map(
      machines.flatMap(machine => (machine.vm ? [[machine.vm.cid, machine] as const] : [])),
    );
    for (const cid of known.keys())
      if (!here.has(cid)) {
        known.delete(cid);
        await vcsim.govc('vm.destroy', `${vmFolder}/${cid}`);
      }
    for (const [cid, machine] of here) if (machine.vm && !known.has(cid)) await appear(machine, machine.vm);
  };
  const follow = async (one: Known, there: Power) => {
    const { machine, vm } = one;
    if (machine.vm?.cid !== vm.cid) return;
    if (there !== one.agreed) {
      one.agreed = there;
      await (there === 'on' ? machine.powerOn() : machine.powerOff());
      effects.record({ what: `power-${there}`, on: `${machine.group}/${machine.uuid}`, detail: vm.cid });
    } else if (vm.power !== one.agreed) {
      one.agreed = vm.power;
      await vcsim.govc('vm.power', `-${vm.power}`, `${vmFolder}/${vm.cid}`);
    }
  };
  const look = async () => {
    await comeAndGo();
    for (const { name, power } of await shown(vcsim)) {
      const one = known.get(name);
      if (one) await follow(one, power);
    }
  };
  let stopping = false;
  const loop = async () => {
    while (!stopping) {
      await look().catch(error => stopping || console.error(`vcsim of the box: ${error}`));
      await sleep(everyMs);
    }
  };
  await look();
  const looping = loop();
  return {
    stop: async () => {
      stopping = true;
      await looping;
    },
  };
};
