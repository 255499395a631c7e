import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { pricesOf } from '../costs.ts';
import type { Effects, Machine, Timings } from '../machine.ts';
import { recordEvents } from './events.ts';
import { type OtherVm, type PoweredVm, takeInventory } from './inventory.ts';

export type VcenterOptions = {
  readonly machines: readonly Machine[];
  readonly timings: Pick<Timings, 'powerChange' | 'costs'>;
  readonly effects: Effects;
  /** When given, any other is refused. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** VMs beside the box's own, for names that are not unique. */
  readonly others?: readonly OtherVm[];
  /** Whose words a refusal is in: a real vCenter's (default), or vcsim's, which the captures hold. */
  readonly speech?: 'vcenter' | 'vcsim';
};
export type Vcenter = { readonly url: string; stop(): Promise<void> };

/** What `POST /power` answers: the task's end, or its start when nobody waits. */
export type PowerAnswer =
  | { readonly outcome: 'ok' }
  | {
      readonly outcome: 'invalid-state';
      readonly requested: string;
      readonly existing: string;
      readonly words: string;
    }
  | { readonly outcome: 'gone' };
export type PowerOrder = { readonly moref: string; readonly to: 'on' | 'off'; readonly wait: boolean };

/** Powers the box's machines for whoever asks with the right password. Loopback only, JSON over HTTP. */
export const startVcenter = async (options: VcenterOptions): Promise<Vcenter> => {
  const { machines, effects, timings, speech = 'vcenter' } = options;
  const inventory = takeInventory(machines, options.others ?? []);
  const events = recordEvents();
  const price = pricesOf(timings.costs ?? null);
  const find = (moref: string) => inventory.vms().find(vm => vm.listed.moref === moref);
  const order = powerOrders({ find, speech, seconds: timings.powerChange, events, inventory, effects });

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://vcenter.invalid');
    if (!isKnown(request, options.credentials)) return send(response, 401, { words: loginWords[speech] });
    if (pathname === '/vms') {
      // Every command asks this once, whatever it is about.
      await sleep(price('govc') * 1000, undefined, { ref: false });
      const listed = inventory.vms().map(vm => vm.listed);
      return send(response, 200, listed);
    }
    if (pathname === '/events') return send(response, 200, events.all());
    if (pathname === '/power' && request.method === 'POST')
      // Sent by the stand-in govc and by nothing else.
      return send(response, 200, await order((await bodyOf(request)) as PowerOrder));
    return send(response, 404, { words: `${pathname} is not served here` });
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(error => send(response, 500, { words: String(error) }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const loginWords = {
  vcenter: 'Cannot complete login due to an incorrect user name or password.',
  vcsim: 'Login failure',
};
const stateWords = (speech: 'vcenter' | 'vcsim', existing: string) =>
  speech === 'vcsim'
    ? '*types.InvalidPowerState'
    : `The attempted operation cannot be performed in the current state (${existing === 'poweredOff' ? 'Powered off' : 'Powered on'}).`;

type Desk = {
  readonly find: (moref: string) => PoweredVm | undefined;
  readonly speech: 'vcenter' | 'vcsim';
  readonly seconds: number;
  readonly events: ReturnType<typeof recordEvents>;
  readonly inventory: ReturnType<typeof takeInventory>;
  readonly effects: Effects;
};

/** A task that has begun goes on when the client that asked is killed; tasks of one VM run one after another. */
const powerOrders = ({ find, speech, seconds, events, inventory, effects }: Desk) => {
  const lastOf = new Map<string, Promise<unknown>>();
  const refusal = (vm: PoweredVm, to: 'on' | 'off'): PowerAnswer | null => {
    const requested = to === 'on' ? 'poweredOn' : 'poweredOff';
    const existing = vm.listed.powerState;
    if (existing !== requested) return null;
    return { outcome: 'invalid-state', requested, existing, words: stateWords(speech, existing) };
  };
  const carryOut = async (moref: string, to: 'on' | 'off'): Promise<PowerAnswer> => {
    await new Promise(resolve => setTimeout(resolve, seconds * 1000));
    const vm = find(moref);
    if (vm === undefined) return { outcome: 'gone' };
    const refused = refusal(vm, to);
    if (refused !== null) return refused;
    await vm.power(to);
    if (to === 'on') inventory.booted(moref, Date.now());
    events.power(vm.listed, to);
    effects.record({ what: `power-${to}`, on: vm.on, detail: vm.listed.name });
    return { outcome: 'ok' };
  };
  return async ({ moref, to, wait }: PowerOrder): Promise<PowerAnswer> => {
    const vm = find(moref);
    if (vm === undefined) return { outcome: 'gone' };
    const before = lastOf.get(moref);
    const refused = before === undefined ? refusal(vm, to) : null;
    if (refused !== null) return refused;
    const task = (before ?? Promise.resolve()).then(() => carryOut(moref, to));
    const settled = task
      .catch(error => console.error(`vCenter of the box: powering ${vm.listed.name} ${to} failed: ${error}`))
      .finally(() => lastOf.get(moref) === settled && lastOf.delete(moref));
    lastOf.set(moref, settled);
    return wait ? task : { outcome: 'ok' };
  };
};

const isKnown = (request: IncomingMessage, credentials: VcenterOptions['credentials']) => {
  if (credentials === undefined) return true;
  const expected = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
  return request.headers.authorization === `Basic ${expected}`;
};

const send = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
};
