import { type Environment, openClient } from './client.ts';
import { events } from './events.ts';
import { Fault, Usage } from './fault.ts';
import { type FlagNames, parseFlags } from './flags.ts';
import { vmPower } from './power.ts';
import { collect, deviceInfo, find, vmInfo, vmIp } from './reads.ts';
import { type Call, vmFlags } from './search.ts';

/** The last release that `go install` takes as it is, and the one that the real suite runs. */
export const version = '0.46.3';

export type Streams = { readonly out: (text: string) => void; readonly err: (text: string) => void };
type Known = { readonly run: (call: Call) => Promise<void>; readonly flags: FlagNames };

const vmCommand = (
  run: Known['run'],
  switches: readonly string[] = [],
  values: readonly string[] = [],
): Known => ({
  run,
  flags: { switches, values: [...vmFlags, ...values] },
});
const collectFlags: FlagNames = { switches: ['s', 'S', 'i', 'O'], values: ['n', 'wait', 'type', 'R', 'o'] };
const commands: Readonly<Record<string, Known>> = {
  'vm.info': vmCommand(vmInfo, ['e', 'r', 't', 'g', 'waitip']),
  'vm.power': vmCommand(vmPower, [
    'on',
    'off',
    'reset',
    'suspend',
    'r',
    's',
    'standby',
    'force',
    'M',
    'wait',
  ]),
  'vm.ip': vmCommand(vmIp, ['a', 'v4'], ['wait', 'n']),
  'device.info': vmCommand(deviceInfo, [], ['net', 'net.adapter', 'net.address']),
  find: {
    run: find,
    flags: { switches: ['i', 'l', 'L', 'p'], values: ['type', 'name', 'maxdepth', 'runtime.powerState'] },
  },
  'object.collect': { run: collect, flags: collectFlags },
  collect: { run: collect, flags: collectFlags },
  events: { run: events, flags: { switches: ['l', 'f', 'force'], values: ['n', 'type'] } },
};

/** Runs one command line; answers the exit code, 0 or 1. */
export const runGovc = async (
  argv: readonly string[],
  environment: Environment,
  streams: Streams,
): Promise<0 | 1> => {
  const [command = '', ...rest] = argv;
  try {
    if (command === 'version') return versionCommand(rest, streams);
    if (command === 'about') return await about(rest, environment, streams);
    const known = commands[command];
    if (known === undefined) throw new Usage('Usage: govc <COMMAND> [COMMON OPTIONS] [PATH]...');
    const given = parseFlags(rest, known.flags);
    await known.run({ client: openClient(environment), given, environment, print: streams.out });
    return 0;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const asJson = rest.includes('-json') && error.json !== undefined;
    if (asJson) streams.err(`${JSON.stringify(error.json, null, 2)}\n`);
    else streams.err(error instanceof Usage ? `${error.message}\n` : `govc: ${error.message}\n`);
    return 1;
  }
};

const versionCommand = (rest: readonly string[], streams: Streams): 0 => {
  const given = parseFlags(rest, { switches: ['l'], values: ['require'] });
  const wanted = given.value('require');
  if (wanted !== undefined && isOlder(version, wanted))
    throw new Fault(`version ${wanted} or higher is required, this is version ${version}`);
  streams.out(`govc ${version}\n`);
  return 0;
};
const isOlder = (have: string, want: string) => {
  const numbers = (text: string) => text.replace(/^v/, '').split('.').map(Number);
  const [a, b] = [numbers(have), numbers(want)];
  const at = [0, 1, 2].find(index => (a[index] ?? 0) !== (b[index] ?? 0));
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
};

const aboutFields = {
  name: 'VMware vCenter Server',
  fullName: 'VMware vCenter Server 6.5.0 build-5973321 (pks-rescue drill)',
  vendor: 'VMware, Inc.',
  version: '6.5.0',
  build: '5973321',
  osType: 'linux-amd64',
  productLineId: 'vpx',
  apiType: 'VirtualCenter',
  apiVersion: '7.0',
  instanceUuid: '5d660086-612c-5418-bef7-e14028c16e1b',
} as const;

/** Asks vCenter first, so that a wrong password shows here too. */
const about = async (rest: readonly string[], environment: Environment, streams: Streams): Promise<0> => {
  const given = parseFlags(rest, { switches: ['l'], values: [] });
  await openClient(environment).vms();
  const of = aboutFields;
  const lines: readonly (readonly [string, string])[] = [
    ['FullName:', of.fullName],
    ['Name:', of.name],
    ['Vendor:', of.vendor],
    ['Version:', of.version],
    ['Build:', of.build],
    ['OS type:', of.osType],
    ['API type:', of.apiType],
    ['API version:', of.apiVersion],
    ['Product ID:', of.productLineId],
    ['UUID:', of.instanceUuid],
  ];
  if (given.on('json')) streams.out(`${JSON.stringify({ about: of }, null, 2)}\n`);
  else for (const [name, value] of lines) streams.out(`${name.padEnd(14)}${value}\n`);
  return 0;
};
