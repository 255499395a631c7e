import { type CliCommand, confirm, type Session, slugOf, usingDeployment } from './command.ts';
import { failed } from './failure.ts';
import { inContext, runTask, taskOf } from './tasks.ts';

/**
 * -d is asked for and never sent. When the task fails and the Director answers GET /vms without the CID, the CLI calls it
 * a success (docs/evidence.md#the-commands-of-bosh).
 */
export const deleteVm: CliCommand = async session => {
  const { director, options, ui } = session;
  usingDeployment(session);
  const [cid = ''] = options.words;
  await confirm(session);
  const call = { method: 'DELETE', path: `/vms/${encodeURIComponent(cid)}` } as const;
  try {
    await inContext(`Deleting VM '${cid}'`, runTask(director, ui, call));
  } catch (error) {
    if (!(await isGoneAllTheSame(session, cid))) throw error;
  }
};

const isGoneAllTheSame = async ({ director }: Session, cid: string): Promise<boolean> => {
  try {
    const answer = await director.ask({ method: 'GET', path: '/vms' });
    if (answer.status !== 200) return false;
    return !(JSON.parse(answer.body) as readonly { readonly vm_cid?: string; readonly cid?: string }[]).some(
      vm => (vm.vm_cid ?? vm.cid) === cid,
    );
  } catch {
    return false;
  }
};

type Verb = 'recreate' | 'restart' | 'stop' | 'start';
const stateOf = (verb: Verb, hard: boolean) => {
  if (verb === 'stop') return hard ? 'detached' : 'stopped';
  return verb === 'start' ? 'started' : verb;
};

/** recreate, restart, stop and start: converge by default, which deploys and starts with the broken instance. */
export const changeState =
  (verb: Verb): CliCommand =>
  async session => {
    const { options } = session;
    usingDeployment(session);
    if (options.has('converge') && options.has('no-converge'))
      throw failed("Can't set converge and no-converge");
    if (options.has('no-converge')) return alone(session, verb);
    await confirm(session);
    const { group, id } = slugOf(options.words[0]);
    const query = new URLSearchParams();
    for (const name of ['canaries', 'max-in-flight'] as const)
      addValue(query, name.replaceAll('-', '_'), options.flag(name));
    for (const name of ['dry-run', 'fix', 'skip-drain'] as const)
      addValue(query, name.replace('-', '_'), options.flag(name));
    query.set('state', stateOf(verb, options.has('hard')));
    query.sort();
    const target = [group === '' ? '*' : group, ...(id === '' ? [] : [id])].join('/');
    const path = `/deployments/${options.deployment}/jobs/${target}?${query}`;
    await inContext(
      'Changing state',
      runTask(session.director, session.ui, { ...yaml, method: 'PUT', path }),
    );
  };

const yaml = { headers: { 'content-type': 'text/yaml' }, body: '' };

const addValue = (query: URLSearchParams, name: string, value: string | undefined) => {
  if (value !== undefined) query.set(name, value);
};

/** --no-converge: one instance and nothing else. */
const alone = async (session: Session, verb: Verb): Promise<void> => {
  const { options, director, ui } = session;
  const { group, id } = slugOf(options.words[0]);
  if (id === '')
    throw failed(
      `You are trying to run ${verb} with --no-converge on an entire ${group === '' ? 'deployment' : 'instance group'}. This operation is not allowed. Trying using the --converge flag or running it against a specific instance.`,
    );
  for (const name of ['canaries', 'max-in-flight', 'dry-run'])
    if (options.has(name)) throw failed(`${name} is not supported with --no-converge`);
  await confirm(session);
  const query = new URLSearchParams();
  addValue(query, 'hard', options.flag('hard'));
  addValue(query, 'ignore_unresponsive_agent', options.flag('fix'));
  addValue(query, 'skip_drain', options.flag('skip-drain'));
  const path = `/deployments/${options.deployment}/instance_groups/${group}/${id}/actions/${verb}?${query}`;
  await inContext('Non-converging action failed', runTask(director, ui, { ...yaml, method: 'POST', path }));
};

/** Answers at once; the task ends at its next checkpoint, and only `task` tells how. */
export const cancelTask: CliCommand = async ({ director, options }) => {
  const [id = ''] = options.words;
  const found = taskOf(
    await inContext(`Finding task '${id}'`, director.send({ method: 'GET', path: `/tasks/${id}` })),
  );
  await inContext(
    `Cancelling task '${found.id}'`,
    director.send({ method: 'DELETE', path: `/task/${found.id}` }),
  );
};

const json = { 'content-type': 'application/json' };

export const updateResurrection: CliCommand = async ({ director, options }) => {
  const body = JSON.stringify({ resurrection_paused: options.words[0] === 'off' });
  const call = director.send({ method: 'PUT', path: '/resurrection', headers: json, body });
  await inContext('Changing VM resurrection state for all', call);
};

export const setIgnore =
  (ignore: boolean): CliCommand =>
  async session => {
    const deployment = usingDeployment(session);
    const { group, id } = slugOf(session.options.words[0]);
    const path = `/deployments/${deployment}/instance_groups/${group}/${id}/ignore`;
    const call = session.director.send({
      method: 'PUT',
      path,
      headers: json,
      body: JSON.stringify({ ignore }),
    });
    await inContext('Changing ignore state', call);
  };
