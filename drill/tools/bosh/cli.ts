import { cloudCheck } from './cck.ts';
import { cancelTask, changeState, deleteVm, setIgnore, updateResurrection } from './changes.ts';
import type { CliCommand } from './command.ts';
import { curl } from './curl.ts';
import { openDirector } from './director.ts';
import { Failure, Panic, UsageFailure } from './failure.ts';
import { instances, vms } from './instances.ts';
import { type Environment, type Flags, type Options, optionsOf, type Parsed, parse } from './options.ts';
import { deployments, environment, locks, task, tasks } from './reads.ts';
import { scp } from './scp.ts';
import { ssh } from './ssh.ts';
import { onlyColumns } from './table.ts';
import { jsonUi, pipeUi, type Streams, ttyUi, type Ui } from './ui.ts';
import { commandNames } from './words.ts';

/** The release that test/real holds this stand-in to: the one in tools/pins.json. The captures are of 7.10.6. */
export const version = '7.10.8';

type Known = {
  readonly run: CliCommand;
  readonly flags?: Flags;
  readonly takes?: readonly string[];
  readonly opts: string;
};

const stateFlags: Flags = {
  switches: ['converge', 'no-converge', 'skip-drain', 'fix', 'dry-run', 'hard', 'soft'],
  values: ['canaries', 'max-in-flight'],
};
const commands: Readonly<Record<string, Known>> = {
  environment: { run: environment, opts: 'EnvironmentOpts', flags: { switches: ['details'] } },
  deployments: { run: deployments, opts: 'DeploymentsOpts' },
  locks: { run: locks, opts: 'LocksOpts' },
  tasks: {
    run: tasks,
    opts: 'TasksOpts',
    flags: { switches: ['all'], values: ['recent?'], short: { a: 'all', r: 'recent' } },
  },
  task: {
    run: task,
    opts: 'TaskOpts',
    takes: ['[ID]'],
    flags: { switches: ['event', 'cpi', 'debug', 'result', 'all'], short: { a: 'all' } },
  },
  instances: {
    run: instances,
    opts: 'InstancesOpts',
    flags: {
      switches: ['details', 'ps', 'vitals', 'failing', 'dns'],
      short: { i: 'details', p: 'ps', f: 'failing' },
    },
  },
  vms: { run: vms, opts: 'VMsOpts', flags: { switches: ['vitals', 'dns', 'cloud-properties'] } },
  'delete-vm': { run: deleteVm, opts: 'DeleteVMOpts', takes: ['CID'] },
  'cloud-check': {
    run: cloudCheck,
    opts: 'CloudCheckOpts',
    flags: { switches: ['report', 'auto'], values: ['resolution'], short: { r: 'report', a: 'auto' } },
  },
  recreate: { run: changeState('recreate'), opts: 'RecreateOpts', takes: ['[SLUG]'], flags: stateFlags },
  restart: { run: changeState('restart'), opts: 'RestartOpts', takes: ['[SLUG]'], flags: stateFlags },
  start: { run: changeState('start'), opts: 'StartOpts', takes: ['[SLUG]'], flags: stateFlags },
  stop: { run: changeState('stop'), opts: 'StopOpts', takes: ['[SLUG]'], flags: stateFlags },
  'cancel-task': { run: cancelTask, opts: 'CancelTaskOpts', takes: ['ID'] },
  'update-resurrection': { run: updateResurrection, opts: 'UpdateResurrectionOpts', takes: ['on|off'] },
  ignore: { run: setIgnore(true), opts: 'IgnoreOpts', takes: ['SLUG'] },
  unignore: { run: setIgnore(false), opts: 'UnignoreOpts', takes: ['SLUG'] },
  curl: {
    run: curl,
    opts: 'CurlOpts',
    takes: ['PATH'],
    flags: {
      switches: ['show-headers'],
      values: ['method', 'header', 'body'],
      short: { X: 'method', H: 'header', i: 'show-headers' },
    },
  },
  scp: { run: scp, opts: 'SCPOpts', takes: ['FROM', 'TO'], flags: { switches: ['recursive'] } },
  ssh: {
    run: ssh,
    opts: 'SSHOpts',
    takes: ['[SLUG]'],
    flags: { switches: ['results'], values: ['command', 'opts'], short: { c: 'command', r: 'results' } },
  },
};
const aliases: Readonly<Record<string, string>> = {
  env: 'environment',
  is: 'instances',
  cck: 'cloud-check',
  ds: 'deployments',
  deps: 'deployments',
  t: 'task',
  ts: 'tasks',
  ct: 'cancel-task',
};
const named = (word: string): Known | undefined => commands[aliases[word] ?? word];

/** Runs one command line; answers the exit code, 0 or 1. */
export const runBosh = async (
  argv: readonly string[],
  environment: Environment,
  streams: Streams,
): Promise<0 | 1> => {
  // Until the flags are understood no mode is in force: errors are plain, whatever --json says.
  let ui: Ui = ttyUi(streams);
  try {
    const parsed = parse(argv, word => named(word)?.flags ?? (named(word) && {}));
    const options = optionsOf(parsed, environment);
    const known = understood(parsed, options);
    ui = uiOf(options, streams);
    if (known === 'version') ui.block(`version ${version}\n`);
    else await session(known, options, environment, ui);
    ui.line('Succeeded');
    ui.flush();
    return 0;
  } catch (error) {
    if (error instanceof Panic) panic(error, ui, streams);
    else if (error instanceof Failure) {
      ui.error(error.message);
      ui.error('Exit code 1');
      ui.flush();
    } else throw error;
    return 1;
  }
};

const uiOf = (options: Options, streams: Streams): Ui => {
  const ui =
    options.mode === 'json' ? jsonUi(streams) : options.mode === 'tty' ? ttyUi(streams) : pipeUi(streams);
  return { ...ui, table: table => ui.table(onlyColumns(table, options.columns)) };
};

const understood = (parsed: Parsed, options: Options): Known | 'version' => {
  if (options.has('version')) return 'version';
  const { command } = parsed;
  if (command === undefined) throw new UsageFailure(`Please specify one command of: ${commandNames}`);
  const known = named(command);
  if (known === undefined)
    throw new UsageFailure(`Unknown command \`${command}'. Please specify one command of: ${commandNames}`);
  const takes = known.takes ?? [];
  const missing = takes.find((name, at) => !name.startsWith('[') && parsed.words[at] === undefined);
  if (missing !== undefined) throw new UsageFailure(`the required argument \`${missing}\` was not provided`);
  const extra = parsed.words.slice(takes.length);
  if (extra.length > 0)
    throw new UsageFailure(
      `Command '*opts.${known.opts}' does not support extra arguments: ${extra.join(', ')}`,
    );
  const slug = takes.some(name => name.includes('SLUG')) ? parsed.words[0] : undefined;
  if (slug !== undefined && slug.split('/').length > 2)
    throw new UsageFailure(
      `Expected pool or instance '${slug}' to be in format 'name' or 'name/id-or-index'`,
    );
  return known;
};

const session = async (known: Known, options: Options, environment: Environment, ui: Ui): Promise<void> => {
  // `ssh` looks at its command before it looks for the Director.
  if (known.run === ssh && !options.has('command'))
    return ssh({ director: nowhere, options, ui, environment });
  const director = await openDirector(options);
  ui.line(
    `Using environment '${director.url}' as ${options.client === '' ? 'anonymous user' : `client '${options.client}'`}`,
  );
  await known.run({ director, options, ui, environment });
};

const unasked = () => Promise.reject(new Error('no Director was asked'));
const nowhere = {
  url: '',
  info: { name: '', uuid: '', version: '', user: null, cpi: '', user_authentication: { type: 'basic' } },
  send: unasked,
  ask: unasked,
};

const panic = (error: Panic, ui: Ui, streams: Streams) => {
  const at = new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
  ui.flush();
  streams.err(`[CLI] ${at} ERROR - Panic: ${error.message}\nExit code 1\n`);
};
