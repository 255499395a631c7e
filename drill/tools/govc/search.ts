import type { ListedVm } from '../../foundation/vcenter/inventory.ts';
import type { Client, Environment } from './client.ts';
import { Fault, NotFound } from './fault.ts';
import type { Given } from './flags.ts';

/** What a govc command is run with. */
export type Call = {
  readonly client: Client;
  readonly given: Given;
  readonly environment: Environment;
  readonly print: (text: string) => void;
};

const hasGlob = (text: string) => /[*?[]/.test(text);

/** path.Match of Go for one path element; null when the pattern is broken. */
export const globMatch = (pattern: string): ((text: string) => boolean) | null => {
  if (/\[[^\]]*$/.test(pattern)) return null;
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  const expression = new RegExp(`^${source}$`);
  return text => expression.test(text);
};

const datacenters = (vms: readonly ListedVm[]) => [...new Set(['DC0', ...vms.map(vm => vm.datacenter)])];

const askedDatacenter = ({ given, environment }: Call) =>
  given.value('dc') ?? environment.GOVC_DATACENTER ?? '';

/** The datacenter that a bare name is looked up in. */
const datacenterFor = (call: Call, vms: readonly ListedVm[], unclear: string): string => {
  const known = datacenters(vms);
  const asked = askedDatacenter(call).replace(/^\//, '');
  if (asked === '' && known.length > 1) throw new Fault(unclear);
  if (asked !== '' && !known.includes(asked)) throw new NotFound(`datacenter '${asked}' not found`);
  return asked === '' ? (known[0] ?? '') : asked;
};

/** All VMs that one positional argument means: moref, MOID, path, glob or bare name. Never an error for several. */
const byArgument = (call: Call, vms: readonly ListedVm[], argument: string): readonly ListedVm[] => {
  if (argument.startsWith('..')) throw new Fault('cannot traverse up a tree');
  const byMoref = vms.filter(vm => argument === vm.moref || argument === `VirtualMachine:${vm.moref}`);
  if (byMoref.length > 0) return byMoref;
  const match = globMatch(argument) ?? (() => false);
  if (argument.startsWith('/'))
    return vms.filter(vm => (hasGlob(argument) ? match(vm.path) : vm.path === argument));
  const datacenter = datacenterFor(call, vms, 'please specify a datacenter');
  const inside = vms.filter(vm => vm.datacenter === datacenter);
  if (!argument.includes('/')) return inside.filter(vm => match(vm.name));
  return inside.filter(
    vm => match(vm.path.replace(`/${datacenter}/vm/`, '')) || match(vm.path.replace(`/${datacenter}/`, '')),
  );
};

/** -vm.ipath, -vm.uuid, -vm.ip: exactly one VM, and positional names are then ignored without a word. */
const byFlag = (call: Call, vms: readonly ListedVm[]): readonly ListedVm[] | undefined => {
  const { given } = call;
  const path = given.value('vm.ipath');
  const uuid = given.value('vm.uuid');
  const ip = given.value('vm.ip');
  if (path === undefined && uuid === undefined && ip === undefined) return undefined;
  if (path === undefined)
    datacenterFor(call, vms, 'default datacenter resolves to multiple instances, please specify');
  const found =
    vms.find(vm => vm.path === path) ??
    vms.find(vm => vm.uuid === uuid) ??
    vms.find(vm => vm.instanceUuid === uuid) ??
    vms.find(vm => ip !== undefined && vm.ip === ip);
  if (found === undefined) throw new Fault('no such VM');
  return [found];
};

export const vmFlags: readonly string[] = ['vm', 'vm.ipath', 'vm.uuid', 'vm.ip', 'vm.dns', 'vm.path', 'host'];

/** Every VM that the command line means, in its order. A name without a VM is a NotFound. */
export const vmsMeant = async (call: Call): Promise<readonly ListedVm[]> => {
  const vms = await call.client.vms();
  const flagged = byFlag(call, vms);
  if (flagged !== undefined) return flagged;
  if (call.given.words.length === 0) throw new Fault('no argument');
  return call.given.words.flatMap(argument => oneOrMore(call, vms, argument));
};

/** As vmsMeant, but names that are not found are left out: vm.info exits 0 for them. */
export const vmsFound = async (call: Call): Promise<readonly ListedVm[]> => {
  const vms = await call.client.vms();
  const flagged = byFlag(call, vms);
  if (flagged !== undefined) return flagged;
  if (call.given.words.length === 0) throw new Fault('no argument');
  return call.given.words.flatMap(argument => {
    try {
      return oneOrMore(call, vms, argument);
    } catch (error) {
      if (error instanceof NotFound) return [];
      throw error;
    }
  });
};

const oneOrMore = (call: Call, vms: readonly ListedVm[], argument: string) => {
  const found = byArgument(call, vms, argument);
  if (found.length === 0) throw new NotFound(`vm '${argument}' not found`);
  return found;
};

/** -vm NAME or GOVC_VM, one VM only. */
export const vmOfDevice = async (call: Call): Promise<ListedVm> => {
  const vms = await call.client.vms();
  const [flagged] = byFlag(call, vms) ?? [];
  if (flagged !== undefined) return flagged;
  const argument = call.given.value('vm') ?? call.environment.GOVC_VM ?? '';
  const [found, ...others] = oneOrMore(call, vms, argument);
  if (others.length > 0) throw new Fault(`path '${argument}' resolves to multiple vms`);
  if (found === undefined) throw new NotFound(`vm '${argument}' not found`);
  return found;
};

/** The part of the inventory that `find` starts from. */
export const vmsBelow = async (call: Call, root: string): Promise<readonly ListedVm[]> => {
  const vms = await call.client.vms();
  if (root === '/') return vms;
  if (root === '.') {
    const datacenter = datacenterFor(call, vms, 'please specify a datacenter');
    return vms.filter(vm => vm.datacenter === datacenter);
  }
  // A broken glob in the root is lost on the way: nothing found, exit 0.
  if (globMatch(root) === null) return [];
  const base = root.startsWith('/')
    ? root.replace(/\/$/, '')
    : `/${datacenterFor(call, vms, 'please specify a datacenter')}/vm/${root}`;
  const below = vms.filter(vm => vm.path === base || vm.path.startsWith(`${base}/`));
  const exists =
    below.length > 0 || datacenters(vms).some(name => [`/${name}`, `/${name}/vm`].includes(base));
  if (!exists) throw new NotFound(`${root} not found`);
  return below;
};
