import { throwAwayCertificates } from '../certificates.ts';
import { pricesOf } from '../costs.ts';
import { refuseBeyondLoopback } from '../loopback.ts';
import { deploymentName, type Effects, type Machine, type Timings } from '../machine.ts';
import { armFaults, type Fault, type Faults } from './faults.ts';
import { close, listen, type Mutation, type Route, serveDirector } from './http.ts';
import { type SshUser, takeInventory } from './inventory.ts';
import { openLock } from './lock.ts';
import { holdLock } from './phantom.ts';
import { startResurrector } from './resurrector.ts';
import { actionRoutes } from './routes/actions.ts';
import { cckRoutes } from './routes/cck.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { infoRoutes } from './routes/info.ts';
import { jobRoutes } from './routes/jobs.ts';
import { logRoutes } from './routes/logs.ts';
import { resurrectionRoutes } from './routes/resurrection.ts';
import { sshRoutes, throwAwayHostKey } from './routes/ssh.ts';
import { taskRoutes } from './routes/tasks.ts';
import { vmRoutes } from './routes/vms.ts';
import type { DirectorState } from './state.ts';
import type { Task } from './task.ts';
import { openTaskBoard } from './tasks.ts';
import { basicAuthentication, serveUaa } from './uaa.ts';

export type DirectorOptions = {
  readonly machines: readonly Machine[];
  readonly timings: Timings;
  readonly effects: Effects;
  readonly auth: 'basic' | 'uaa';
  readonly client: string;
  readonly secret: string;
  readonly port?: number;
  readonly faults?: readonly Fault[];
  /** The host key of the ssh server that plays the VM at that address, as in known_hosts: `ssh-ed25519 AAAA…`. */
  readonly hostPublicKey?: (ip: string) => string;
};

export type Director = {
  readonly url: string;
  readonly caCertPem: string;
  /** Newest first. */
  tasks(): readonly Readonly<Task>[];
  /** How often the instances were listed, as a task or without one. */
  listings(): number;
  resurrection(): 'on' | 'off';
  /** Every request that would change something, in the order of arrival. */
  requests(): readonly Mutation[];
  /** Whom the VM at this address must let in. */
  sshUsers(ip: string): readonly SshUser[];
  readonly faults: Faults;
  /** UAA: every token so far stops working. */
  expireTokens(): void;
  /** A task of somebody else takes the deployment lock and keeps it until released or cancelled. */
  holdLock(description?: string): Promise<{ readonly task: Readonly<Task>; release(): void }>;
  stop(): Promise<void>;
};

const routes: readonly Route[] = [
  ...infoRoutes,
  ...deploymentRoutes,
  ...taskRoutes,
  ...vmRoutes,
  ...actionRoutes,
  ...jobRoutes,
  ...cckRoutes,
  ...sshRoutes,
  ...logRoutes,
  ...resurrectionRoutes,
];

/** BOSH's Director for the box, over HTTPS on 127.0.0.1. Rejects when the port is taken or a machine is not on loopback. */
export const startDirector = async (options: DirectorOptions): Promise<Director> => {
  // An errand has no VM and so no address.
  refuseBeyondLoopback(options.machines.map(({ ip }) => ip).filter(ip => ip !== ''));
  const certificates = throwAwayCertificates();
  const faults = armFaults(options.faults ?? []);
  const { costs = null } = options.timings;
  const tasks = openTaskBoard(faults, options.timings.postStart, costs?.workers);
  const uaa = options.auth === 'uaa' ? serveUaa(options, certificates) : null;
  const uaaUrl = uaa ? `https://127.0.0.1:${await listen(uaa.server, 0)}` : null;
  const state: DirectorState = {
    deployment: deploymentName,
    instances: takeInventory(options.machines),
    timings: options.timings,
    price: pricesOf(costs),
    effects: options.effects,
    faults,
    tasks,
    lock: openLock(deploymentName),
    problems: [],
    goneCids: new Set(),
    blobs: new Map(),
    hostPublicKey: options.hostPublicKey ?? throwAwayHostKey(),
    authentication: uaaUrl
      ? { type: 'uaa', options: { url: uaaUrl, urls: [uaaUrl] } }
      : { type: 'basic', options: {} },
    resurrection: 'on',
    listings: 0,
  };
  const mutations: Mutation[] = [];
  const authenticate = uaa?.authenticate ?? basicAuthentication(options);
  const server = serveDirector({ certificates, routes, state, authenticate, mutations });
  const port = await listen(server, options.port ?? 0);
  const stopResurrector = startResurrector(state);
  return {
    url: `https://127.0.0.1:${port}`,
    caCertPem: certificates.caPem,
    tasks: tasks.all,
    listings: () => state.listings,
    resurrection: () => state.resurrection,
    requests: () => mutations,
    sshUsers: ip => state.instances.find(({ machine }) => machine.ip === ip)?.sshUsers ?? [],
    faults,
    expireTokens: () => uaa?.expireTokens(),
    holdLock: description => holdLock(state, description),
    stop: async () => {
      stopResurrector();
      await Promise.all([close(server), uaa ? close(uaa.server) : undefined, tasks.stop()]);
    },
  };
};
