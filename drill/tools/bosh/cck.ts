import { type CliCommand, confirm, usingDeployment } from './command.ts';
import { failed, Panic } from './failure.ts';
import { inContext, runTask } from './tasks.ts';

type Problem = {
  readonly id: number;
  readonly type: string;
  readonly description: string;
  readonly resolutions: readonly { readonly name: string | null; readonly plan: string }[];
};

const json = { 'content-type': 'application/json' };

/**
 * Scan, list, resolve. A resolution named on the command line is taken for EVERY problem that offers it and "ignore" for
 * the others, also when no problem offers it at all (docs/evidence.md#the-commands-of-bosh).
 */
export const cloudCheck: CliCommand = async session => {
  const { director, options, ui } = session;
  const deployment = usingDeployment(session);
  const scan = { method: 'POST', path: `/deployments/${deployment}/scans`, headers: json, body: '' } as const;
  await inContext(`Performing a scan on deployment '${deployment}'`, runTask(director, ui, scan));
  const listing = director.send({ method: 'GET', path: `/deployments/${deployment}/problems` });
  const answer = await inContext(`Listing problems for deployment '${deployment}'`, listing);
  const problems = (JSON.parse(answer.body) as readonly Problem[]).toSorted((a, b) => a.id - b.id);
  ui.table({
    content: 'problems',
    header: ['#', 'Type', 'Description'],
    rows: problems.map(problem => [String(problem.id), problem.type, problem.description]),
  });
  if (options.has('report')) {
    if (problems.length > 0) throw failed(`${problems.length} problem(s) found`);
    return;
  }
  if (problems.length === 0) return;
  const resolutions = chosen(problems, options.has('auto'), options.all('resolution'));
  if (resolutions === null) throw new Panic('Cannot ask for a choice in non-interactive UI');
  await confirm(session);
  ui.end('');
  const call = {
    method: 'PUT',
    path: `/deployments/${deployment}/problems`,
    headers: json,
    body: JSON.stringify({ resolutions }),
  } as const;
  await inContext(`Resolving problems for deployment '${deployment}'`, runTask(director, ui, call));
};

/** null as a value lets the Director choose; null as a whole means that a person would have to be asked. */
const chosen = (
  problems: readonly Problem[],
  auto: boolean,
  names: readonly string[],
): Record<string, string | null> | null => {
  if (auto) return Object.fromEntries(problems.map(problem => [problem.id, null]));
  if (names.length === 0) return null;
  const pick = (problem: Problem) =>
    names.find(name => problem.resolutions.some(one => one.name === name)) ?? 'ignore';
  return Object.fromEntries(problems.map(problem => [problem.id, pick(problem)]));
};
