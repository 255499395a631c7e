import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';
import { askOf, oneDeployment, toTask } from '../find.ts';
import { Refused, type Request, type Route } from '../http.ts';
import type { Instance } from '../inventory.ts';
import { type Job, TaskError } from '../job.ts';
import type { DirectorState } from '../state.ts';
import { needAgent } from '../update.ts';

const orderSchema = z.object({
  command: z.enum(['setup', 'cleanup']),
  params: z.object({
    user: z.string().optional(),
    public_key: z.string().optional(),
    user_regex: z.string().optional(),
  }),
  target: z.object({
    job: z.string().nullish(),
    ids: z.array(z.string()).nullish(),
    indexes: z.array(z.union([z.string(), z.number()])).nullish(),
  }),
});
type Order = z.infer<typeof orderSchema>;

const parseOrder = (body: string): Order => {
  const parsed = orderSchema.safeParse(JSON.parse(body));
  if (!parsed.success) throw new Refused(400, 40_001, `ssh: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
};

const targeted = (state: DirectorState, { target }: Order): readonly Instance[] => {
  const ids = [...(target.ids ?? []), ...(target.indexes ?? []).map(String)];
  return state.instances.filter(
    ({ machine, cid }) =>
      cid !== null &&
      (!target.job || machine.group === target.job) &&
      (ids.length === 0 || ids.includes(machine.uuid) || ids.includes(String(machine.index))),
  );
};

const letIn = (instance: Instance, { params, command }: Order) => {
  if (command === 'setup')
    instance.sshUsers = [
      ...instance.sshUsers,
      { user: params.user ?? '', publicKey: (params.public_key ?? '').trim() },
    ];
  else {
    const pattern = new RegExp(params.user_regex ?? '$^');
    instance.sshUsers = instance.sshUsers.filter(({ user }) => !pattern.test(user));
  }
};

const carryOut = async (state: DirectorState, job: Job, order: Order) => {
  await job.wait(state.price('sshTask'));
  const instances = targeted(state, order);
  if (instances.length === 0)
    throw new TaskError(
      100,
      `No instance with a VM in deployment '${state.deployment}' matched filter {:job=>"${order.target.job ?? ''}"}`,
    );
  for (const instance of instances) {
    await needAgent(state, job, instance, 'ssh');
    letIn(instance, order);
  }
  const rows = instances.map(({ machine }) => ({
    command: order.command,
    status: 'success',
    ip: machine.ip,
    host_public_key: state.hostPublicKey(machine.ip),
    id: machine.uuid,
    index: machine.index,
    job: machine.group,
  }));
  job.print(`${JSON.stringify(rows)}\n`);
  return null;
};

const describe = ({ command, target }: Order) =>
  `ssh: ${command}:{"job"=>${JSON.stringify(target.job ?? null)}, "ids"=>${JSON.stringify(target.ids ?? [])}}`;

/** `bosh ssh` is two tasks: setup lets a user with a key in, cleanup takes it back (nobody waits for that one). */
export const sshRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: /^\/deployments\/([^/]+)\/ssh$/,
    consumes: 'application/json',
    answer: (request: Request, state) => {
      const deployment = oneDeployment(state, request.captured[0]);
      const order = parseOrder(request.body);
      const ask = askOf(request, 'ssh', describe(order), deployment);
      return toTask(
        state.tasks.start(ask, job => carryOut(state, job, order)),
        request,
      );
    },
  },
];

/** For a box without an ssh server: well-formed host keys that nobody has. */
export const throwAwayHostKey = (): ((ip: string) => string) => {
  const keys = new Map<string, string>();
  return ip => {
    const known = keys.get(ip);
    if (known) return known;
    const raw = generateKeyPairSync('ed25519')
      .publicKey.export({ type: 'spki', format: 'der' })
      .subarray(-32);
    const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
    const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(raw)]);
    const key = `ssh-ed25519 ${blob.toString('base64')}`;
    keys.set(ip, key);
    return key;
  };
};
