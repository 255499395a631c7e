import { createHash } from 'node:crypto';
import type { Machine } from '../machine.ts';

/** A VM as vCenter tells it, and as the stand-in govc reads it from `GET /vms`. */
export type ListedVm = {
  readonly moref: string;
  readonly name: string;
  /** Inventory path: /DC0/vm/pks_vms/<CID>. */
  readonly path: string;
  readonly datacenter: string;
  readonly uuid: string;
  readonly instanceUuid: string;
  readonly powerState: 'poweredOn' | 'poweredOff' | 'suspended';
  /** null unless powered on: the guest's tools tell it. */
  readonly ip: string | null;
  readonly host: string;
  /** Milliseconds since the epoch; null while powered off. */
  readonly bootTime: number | null;
  readonly disks: readonly string[];
};

/** A VM that no BOSH instance stands behind: a namesake in another folder or datacenter. */
export type OtherVm = {
  readonly moref: string;
  readonly path: string;
  readonly instanceUuid: string;
  readonly uuid?: string;
  readonly ip: string | null;
};

/** One VM that can be powered, whatever stands behind it. */
export type PoweredVm = {
  readonly listed: ListedVm;
  /** The BOSH instance, or the path of a VM that is none. */
  readonly on: string;
  power(to: 'on' | 'off'): Promise<void>;
};

export const folder = '/DC0/vm/pks_vms';

/** A uuid that is always the same for the same text: the BIOS uuid differs from the instance uuid. */
const uuidFrom = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

const hostOf = (moref: string) => `DC0_C0_H${Number(moref.replace(/\D/g, '')) % 3}`;

const machineVm = (machine: Machine, bootTimes: Map<string, number>): readonly PoweredVm[] => {
  const { vm } = machine;
  if (vm === null) return [];
  const on = vm.power === 'on';
  const listed: ListedVm = {
    moref: vm.moref,
    name: vm.cid,
    path: `${folder}/${vm.cid}`,
    datacenter: 'DC0',
    uuid: uuidFrom(vm.instanceUuid),
    instanceUuid: vm.instanceUuid,
    powerState: on ? 'poweredOn' : 'poweredOff',
    ip: on ? machine.ip : null,
    host: hostOf(vm.moref),
    bootTime: on ? (bootTimes.get(vm.moref) ?? vm.createdAt) : null,
    disks: machine.diskCid === null ? [] : [machine.diskCid],
  };
  const power = (to: 'on' | 'off') => (to === 'on' ? machine.powerOn() : machine.powerOff());
  return [{ listed, on: `${machine.group}/${machine.uuid}`, power }];
};

/** Everything that vCenter holds at this moment. A deleted VM is gone; a new one has a new moref and instance uuid. */
export const takeInventory = (machines: readonly Machine[], others: readonly OtherVm[]) => {
  const bootTimes = new Map<string, number>();
  const offOthers = new Set<string>();
  const otherVm = (other: OtherVm): PoweredVm => {
    const off = offOthers.has(other.moref);
    const listed: ListedVm = {
      moref: other.moref,
      name: other.path.split('/').at(-1) ?? '',
      path: other.path,
      datacenter: other.path.split('/')[1] ?? '',
      uuid: other.uuid ?? uuidFrom(other.instanceUuid),
      instanceUuid: other.instanceUuid,
      powerState: off ? 'poweredOff' : 'poweredOn',
      ip: off ? null : other.ip,
      host: hostOf(other.moref),
      bootTime: off ? null : 0,
      disks: [],
    };
    const power = async (to: 'on' | 'off') =>
      void (to === 'on' ? offOthers.delete(other.moref) : offOthers.add(other.moref));
    return { listed, on: other.path, power };
  };
  return {
    vms: (): readonly PoweredVm[] => [
      ...machines.flatMap(machine => machineVm(machine, bootTimes)),
      ...others.map(otherVm),
    ],
    booted: (moref: string, at: number) => void bootTimes.set(moref, at),
  };
};
