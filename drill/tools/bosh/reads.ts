import type { CliCommand } from './command.ts';
import type { Info } from './director.ts';
import { unixDate } from './events.ts';
import { failed } from './failure.ts';
import { follow, inContext, isRunning, type Task, taskOf } from './tasks.ts';

export const environment: CliCommand = async ({ director, ui }) => {
  const answer = await inContext('Fetching info', director.send({ method: 'GET', path: '/info' }));
  const info = JSON.parse(answer.body) as Info;
  const features = Object.entries(info.features ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  ui.table({
    content: '',
    upright: true,
    header: ['Name', 'UUID', 'Version', 'Director Stemcell', 'CPI', 'Features', 'User'],
    rows: [
      [
        info.name,
        info.uuid,
        info.version,
        `${info.stemcell_os ?? '-'}/${info.stemcell_version ?? '-'}`,
        info.cpi,
        features.map(([name, feature]) => `${name}: ${feature.status ? 'enabled' : 'disabled'}`).join('\n'),
        info.user ?? '(not logged in)',
      ],
    ],
  });
};

type Named = { readonly name: string; readonly version: string };
type Deployment = {
  readonly name: string;
  readonly releases?: readonly Named[];
  readonly stemcells?: readonly Named[];
  readonly teams?: readonly string[];
};

export const deployments: CliCommand = async ({ director, ui }) => {
  const call = director.send({ method: 'GET', path: '/deployments?exclude_configs=true' });
  const found = JSON.parse((await inContext('Finding deployments', call)).body) as readonly Deployment[];
  const versions = (list: readonly Named[] = []) => list.map(one => `${one.name}/${one.version}`).join('\n');
  ui.table({
    content: 'deployments',
    header: ['Name', 'Release(s)', 'Stemcell(s)', 'Team(s)'],
    rows: found.map(one => [
      one.name,
      versions(one.releases),
      versions(one.stemcells),
      (one.teams ?? []).join('\n'),
    ]),
  });
};

type Lock = {
  readonly type: string;
  readonly resource: readonly string[];
  readonly timeout: string;
  readonly task_id: string;
};

export const locks: CliCommand = async ({ director, ui }) => {
  const call = director.send({ method: 'GET', path: '/locks' });
  const found = JSON.parse((await inContext('Finding locks', call)).body) as readonly Lock[];
  ui.table({
    content: 'locks',
    header: ['Type', 'Resource', 'Task ID', 'Expires at'],
    rows: found.map(lock => [
      lock.type,
      lock.resource.join(':'),
      lock.task_id,
      unixDate(Number(lock.timeout)),
    ]),
  });
};

const unfinished = { state: 'processing,cancelling,queued' };
const tasksPath = (query: Readonly<Record<string, string>>) => `/tasks?${new URLSearchParams(query)}`;

export const tasks: CliCommand = async ({ director, options, ui }) => {
  const recent = options.flag('recent');
  const of: Record<string, string> = options.deployment === '' ? {} : { deployment: options.deployment };
  const path = tasksPath(
    recent === undefined
      ? { ...of, ...unfinished, verbose: '2' }
      : { ...of, limit: recent || '30', verbose: options.has('all') ? '2' : '1' },
  );
  const doing = `Finding ${recent === undefined ? 'current' : 'recent'} tasks`;
  const found = JSON.parse(
    (await inContext(doing, director.send({ method: 'GET', path }))).body,
  ) as readonly Task[];
  ui.table({
    content: 'tasks',
    header: ['ID', 'State', 'Started At', 'Finished At', 'User', 'Deployment', 'Description', 'Result'],
    rows: found
      .toSorted((a, b) => b.id - a.id)
      .map(task => [
        String(task.id),
        task.state,
        unixDate(task.started_at ?? 0),
        isRunning(task) ? '-' : unixDate(task.timestamp ?? 0),
        task.user ?? '',
        task.deployment ?? '',
        task.description,
        task.result ?? '',
      ]),
  });
};

const outputs = ['event', 'cpi', 'debug', 'result'];

/** Replays a task from its first byte and follows it. */
export const task: CliCommand = async ({ director, options, ui }) => {
  const [id] = options.words;
  const found =
    id === undefined
      ? await newestCurrent(director, options.deployment)
      : taskOf(
          await inContext(`Finding task '${id}'`, director.send({ method: 'GET', path: `/tasks/${id}` })),
        );
  const output = outputs.find(name => options.has(name));
  await inContext(
    `Capturing task '${found.id}' output`,
    follow(director, ui, found.id, output ?? 'event', output !== undefined),
  );
};

const newestCurrent = async (
  director: Parameters<CliCommand>[0]['director'],
  deployment: string,
): Promise<Task> => {
  const path = tasksPath({ ...(deployment === '' ? {} : { deployment }), ...unfinished, verbose: '1' });
  const [found] = JSON.parse(
    (await inContext('Finding current tasks', director.send({ method: 'GET', path }))).body,
  ) as readonly Task[];
  if (found === undefined) throw failed('No task found');
  return found;
};
