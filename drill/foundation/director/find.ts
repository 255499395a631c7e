import { Refused, type Request } from './http.ts';
import type { Instance } from './inventory.ts';
import type { DirectorState } from './state.ts';
import type { Task } from './task.ts';
import type { Ask } from './tasks.ts';

/** The one deployment there is, or a 404 (70000). */
export const oneDeployment = (state: DirectorState, name: string | undefined): string => {
  if (name !== state.deployment) throw new Refused(404, 70_000, `Deployment '${name}' doesn't exist`);
  return name;
};

const uuidLike = /^[A-Fa-f0-9]{8}-[A-Fa-f0-9-]{27}$/;
const numberLike = /^\d+$/;

/** By uuid or index; 400 (70002) for something that is neither, 404 (70001) when there is none. */
export const oneInstance = (state: DirectorState, group = '', id = ''): Instance => {
  if (!uuidLike.test(id) && !numberLike.test(id))
    throw new Refused(400, 70_002, `Invalid instance index or id '${id}'`);
  const found = state.instances.find(
    ({ machine }) => machine.group === group && (machine.uuid === id || String(machine.index) === id),
  );
  if (!found) throw new Refused(404, 70_001, `'${state.deployment}/${group}/${id}' doesn't exist`);
  return found;
};

/** The whole group, or every instance for `*`. */
export const wholeGroup = (state: DirectorState, group = ''): readonly Instance[] => {
  const found = state.instances.filter(
    ({ machine, errand }) => !errand && (group === '*' || machine.group === group),
  );
  if (found.length === 0) throw new Refused(404, 70_001, `'${state.deployment}/${group}' doesn't exist`);
  return found;
};

/** 302 to the new task, the only way in which a Director hands one out. */
export const toTask = (task: Task, request: Request) => ({
  status: 302,
  headers: { location: `https://${request.headers.host ?? '127.0.0.1'}/tasks/${task.id}` },
});

/** Only update_deployment and update_instance tasks keep the caller's X-Bosh-Context-Id. */
export const askOf = (
  request: Request,
  type: Ask['type'],
  description: string,
  deployment: string | null,
): Ask => {
  const keeps = type === 'update_deployment' || type === 'update_instance';
  const contextId = keeps ? (request.headers['x-bosh-context-id']?.toString() ?? '') : '';
  return { type, description, user: request.user ?? '', deployment, contextId };
};
