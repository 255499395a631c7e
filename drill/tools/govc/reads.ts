import type { ListedVm } from '../../foundation/vcenter/inventory.ts';
import { Fault, soapFault } from './fault.ts';
import { type Call, globMatch, vmOfDevice, vmsBelow, vmsFound, vmsMeant } from './search.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const reference = (vm: ListedVm) => `VirtualMachine:${vm.moref}`;

export const find = async (call: Call): Promise<void> => {
  const { given, print } = call;
  const [root = '.'] = given.words;
  const rest = given.words.slice(1);
  const filter = (name: string) =>
    rest.includes(`-${name}`) ? rest[rest.indexOf(`-${name}`) + 1] : given.value(name);
  const flag = (name: string) => given.on(name) || rest.includes(`-${name}`);
  const name = globMatch(filter('name') ?? '*');
  const power = filter('runtime.powerState');
  const type = filter('type') ?? 'm';
  const found = (await vmsBelow(call, root)).filter(
    vm =>
      (type === 'm' || type === 'VirtualMachine') &&
      name?.(vm.name) === true &&
      (power === undefined || vm.powerState === power),
  );
  const lines = found.map(vm => {
    if (flag('l')) return `${flag('i') ? reference(vm) : 'VirtualMachine'}\t${vm.path}`;
    return flag('i') ? reference(vm) : vm.path;
  });
  if (given.on('json')) print(json(lines.length === 0 ? null : lines));
  else for (const line of lines) print(`${line.replace('\t', '  ')}\n`);
};

const properties = (vm: ListedVm): Readonly<Record<string, string | boolean | number | null>> => ({
  name: vm.name,
  'runtime.powerState': vm.powerState,
  'runtime.connectionState': 'connected',
  'runtime.question': null,
  'runtime.bootTime': vm.bootTime === null ? null : new Date(vm.bootTime).toISOString(),
  'config.name': vm.name,
  'config.uuid': vm.uuid,
  'config.instanceUuid': vm.instanceUuid,
  'config.template': false,
  'guest.toolsRunningStatus': vm.powerState === 'poweredOn' ? 'guestToolsRunning' : 'guestToolsNotRunning',
  'guest.ipAddress': vm.ip,
  'guest.hostName': null,
  'summary.runtime.powerState': vm.powerState,
  'summary.config.name': vm.name,
});

/** Fails loudly for what is not there, except for a property that does not exist: null and exit 0. */
export const collect = async (call: Call): Promise<void> => {
  const { given, print } = call;
  const [target = '-', ...names] = given.words;
  const vm = await collected(call, target);
  const wait = given.value('wait');
  if (names.some(name => name.startsWith('-'))) return waitFor(call, target, names, wait);
  const known = properties(vm);
  if (names.some(name => known[name] === undefined)) return given.on('json') ? print('null\n') : undefined;
  const changes = names.map(name => ({ name, op: 'assign', val: known[name] ?? null }));
  if (given.on('json')) print(json(changes));
  else if (given.on('s')) for (const { val } of changes) val !== null && print(`${val}\n`);
  else for (const { name, val } of changes) val !== null && print(plainProperty(name, val));
};

const plainProperty = (name: string, value: string | boolean | number) => {
  const type = typeof value === 'boolean' ? 'bool' : 'string';
  return `${name}  ${type}  ${value}\n`;
};

const collected = async (call: Call, target: string): Promise<ListedVm> => {
  const vms = await call.client.vms();
  const moref = /^VirtualMachine:(.+)$/.exec(target)?.[1];
  if (moref !== undefined) {
    const found = vms.find(vm => vm.moref === moref);
    if (found === undefined) throw soapFault('', { obj: { type: 'VirtualMachine', value: moref } });
    return found;
  }
  const matches = target.startsWith('/')
    ? vms.filter(vm => vm.path === target)
    : vms.filter(vm => vm.name === target || vm.path.endsWith(`/${target}`));
  const [first] = matches;
  if (first === undefined) throw new Fault(`${target} not found`);
  if (matches.length > 1)
    throw new Fault(
      `${matches.length} objects match "${target}": [${matches.map(reference).join(' ')}] (unique inventory path required)`,
    );
  return first;
};

/** `-property value`: waits until it is so, or until -wait ends with nothing said and exit 0. */
const waitFor = async (
  call: Call,
  target: string,
  names: readonly string[],
  wait: string | undefined,
): Promise<void> => {
  const at = names.findIndex(name => name.startsWith('-'));
  const [property = '', value] = [names[at]?.slice(1), names[at + 1]];
  const until = wait === undefined ? Number.POSITIVE_INFINITY : Date.now() + seconds(wait) * 1000;
  for (;;) {
    const now = properties(await collected(call, target))[property];
    if (String(now) === value) return call.print(`${now}\n`);
    if (Date.now() >= until) return;
    await new Promise(resolve => setTimeout(resolve, Math.min(200, Math.max(0, until - Date.now()))));
  }
};

/** Go durations as far as people type them: 500ms, 4s, 2m, 1h. */
const seconds = (duration: string): number => {
  const units = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;
  let total = 0;
  // The expression lets only these four through.
  for (const [, number, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(number) * units[unit as keyof typeof units];
  return total;
};

/** Goes on for a name that is not found, and for a datacenter that is not: exit 0 and nothing. */
export const vmInfo = async (call: Call): Promise<void> => {
  const found = await vmsFound(call);
  if (call.given.on('json'))
    return call.print(json({ virtualMachines: found.length === 0 ? null : found.map(infoOf) }));
  for (const vm of found) call.print(infoText(vm));
};

const infoOf = (vm: ListedVm) => ({
  self: { type: 'VirtualMachine', value: vm.moref },
  overallStatus: 'green',
  name: vm.name,
  config: { name: vm.name, uuid: vm.uuid, instanceUuid: vm.instanceUuid, template: false },
  runtime: {
    connectionState: 'connected',
    powerState: vm.powerState,
    ...(vm.bootTime === null ? {} : { bootTime: new Date(vm.bootTime).toISOString() }),
  },
  guest: {
    toolsRunningStatus: vm.powerState === 'poweredOn' ? 'guestToolsRunning' : 'guestToolsNotRunning',
    ...(vm.ip === null ? {} : { ipAddress: vm.ip }),
  },
});

const infoText = (vm: ListedVm) => {
  const boot =
    vm.bootTime === null
      ? '<nil>'
      : `${new Date(vm.bootTime).toISOString().replace('T', ' ').replace('Z', '')} +0000 UTC`;
  return [
    `Name:           ${vm.name}`,
    `  Path:         ${vm.path}`,
    `  UUID:         ${vm.uuid}`,
    '  Guest name:   otherGuest',
    '  Memory:       32MB',
    '  CPU:          1 vCPU(s)',
    `  Power state:  ${vm.powerState}`,
    `  Boot time:    ${boot}`,
    `  IP address:   ${vm.ip ?? ''}`,
    `  Host:         ${vm.host}`,
    '',
  ].join('\n');
};

/** Waits for the address that the guest's tools report; when the time is over, nothing and exit 0. */
export const vmIp = async (call: Call): Promise<void> => {
  const until = Date.now() + seconds(call.given.value('wait') ?? '1h') * 1000;
  for (;;) {
    const found = await vmsMeant(call);
    if (found.every(vm => vm.ip !== null) || Date.now() >= until) {
      for (const vm of found) if (vm.ip !== null) call.print(`${vm.ip}\n`);
      return;
    }
    await new Promise(resolve => setTimeout(resolve, Math.min(200, Math.max(0, until - Date.now()))));
  }
};

export const deviceInfo = async (call: Call): Promise<void> => {
  const vm = await vmOfDevice(call);
  const devices = vm.disks.map((cid, at) => ({
    name: `disk-1000-${at}`,
    type: 'VirtualDisk',
    key: 2000 + at,
    deviceInfo: { label: `disk-1000-${at}`, summary: '10,485,760 KB' },
    backing: { fileName: `[LocalDS_0] pcf_disk/${cid}.vmdk`, diskMode: 'persistent' },
    controllerKey: 1000,
    unitNumber: at,
  }));
  const wanted = call.given.words;
  const chosen = wanted.length === 0 ? devices : wanted.flatMap(glob => named(devices, glob));
  if (call.given.on('json')) return call.print(json({ devices: chosen }));
  for (const device of chosen)
    call.print(
      [
        `Name:           ${device.name}`,
        `  Type:         ${device.type}`,
        `  Label:        ${device.deviceInfo.label}`,
        `  Summary:      ${device.deviceInfo.summary}`,
        `  Key:          ${device.key}`,
        `  Controller:   pvscsi-${device.controllerKey}`,
        `  Unit number:  ${device.unitNumber}`,
        `  File:         ${device.backing.fileName}`,
        '',
      ].join('\n'),
    );
};
const named = <T extends { readonly name: string }>(devices: readonly T[], glob: string): readonly T[] => {
  const found = devices.filter(device => globMatch(glob)?.(device.name) === true);
  if (found.length === 0) throw new Fault(`device '${glob}' not found`);
  return found;
};
