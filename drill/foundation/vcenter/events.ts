import type { ListedVm } from './inventory.ts';

export type VcenterEvent = {
  readonly key: number;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly createdTime: number;
  readonly moref: string;
  readonly message: string;
};

/** vCenter's own account of what was powered: each change is two events, asked for and done. */
export const recordEvents = () => {
  const kept: VcenterEvent[] = [];
  const add = (vm: ListedVm, type: string, message: string) =>
    kept.push({ key: 300 + kept.length, type, createdTime: Date.now(), moref: vm.moref, message });
  return {
    all: (): readonly VcenterEvent[] => kept,
    power: (vm: ListedVm, to: 'on' | 'off') => {
      const on = to === 'on';
      const where = `${vm.host} in ${vm.datacenter}`;
      add(
        vm,
        on ? 'VmStartingEvent' : 'VmStoppingEvent',
        `${vm.name} on host ${where} is ${on ? 'starting' : 'stopping'}`,
      );
      add(vm, on ? 'VmPoweredOnEvent' : 'VmPoweredOffEvent', `${vm.name} on ${where} is powered ${to}`);
    },
  };
};
