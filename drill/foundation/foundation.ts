import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasPerl, startToolServer } from '../tools/tool-server.ts';
import { writeTools } from '../tools/write-tools.ts';
import { type Director, startDirector } from './director/director.ts';
import { recordEffects } from './effects.ts';
import type { Effects, Timings } from './machine.ts';
import { type Machines, startMachines } from './machines.ts';
import { systemKey } from './seed.ts';
import { serveMachines } from './serve.ts';
import { startVcenter, type Vcenter } from './vcenter/vcenter.ts';
import { until } from './wait.ts';

export type FoundationOptions = {
  /** Everything of the box is below it; on a tmp disk. */
  readonly folder: string;
  readonly etcd: 'real' | 'modelled' | 'auto';
  readonly etcdBin?: string;
  readonly timings: Timings;
  readonly auth?: 'basic' | 'uaa';
  readonly monitGivesUpAfter?: number;
  /** The stand-ins run inside this process: for sweeps, which run tens of thousands of them. */
  readonly quickTools?: boolean;
  /** Of the ssh server that plays the VMs to a real `bosh ssh`, as in known_hosts. */
  readonly hostPublicKey?: (ip: string) => string;
};

export type Foundation = {
  readonly machines: Machines;
  readonly director: Director;
  readonly vcenter: Vcenter;
  readonly effects: Effects;
  /** The folder with the stand-in bosh, govc and bbr script, for PATH. */
  readonly toolsPath: string;
  /** What they use where their environment says nothing. */
  readonly toolDefaults: Readonly<Record<string, string>>;
  /** What the bot's environment needs to reach this box. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const logins = {
  director: { user: 'pks-rescue', password: 'box-director-secret' },
  vcenter: { user: 'pks-rescue', password: 'box-vcenter-secret' },
};

/** The first thing that kube-apiserver does with an etcd of its own. */
const apiserverWrites = (machines: Machines): Promise<void> =>
  until(systemKey, 20, async () => {
    const put = await machines.masters[0]?.member.put({ key: systemKey, value: 'Active' }, 2000);
    return put !== null && put !== undefined;
  });

/** A PKS foundation on loopback: masters with etcd, a Director, a vCenter, and the tools that talk to them. */
export const startFoundation = async (options: FoundationOptions): Promise<Foundation> => {
  const { folder, timings } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const effects = recordEffects();
  const machines = await startMachines({ ...options, folder: join(folder, 'vms'), effects });
  await apiserverWrites(machines);
  const shells = await serveMachines(machines);
  const director = await startDirector({
    machines: machines.all,
    timings,
    effects,
    auth: options.auth ?? 'basic',
    client: logins.director.user,
    secret: logins.director.password,
    ...(options.hostPublicKey && { hostPublicKey: options.hostPublicKey }),
  });
  const vcenter = await startVcenter({
    machines: machines.all,
    timings,
    effects,
    credentials: { username: logins.vcenter.user, password: logins.vcenter.password },
  });
  const caPath = join(folder, 'director-ca.pem');
  await writeFile(caPath, director.caCertPem);
  const server = options.quickTools && hasPerl() ? await startToolServer() : null;
  const tools = await writeTools(join(folder, 'bin'), {
    boshUrl: director.url,
    caPath,
    machinesUrl: shells.url,
    vcenterUrl: vcenter.url,
    nodePath: process.execPath,
    etcdctlHangs: options.etcd !== 'modelled',
    ...(server && { serverPort: server.port }),
  });
  return {
    machines,
    director,
    vcenter,
    effects,
    toolsPath: tools.path,
    toolDefaults: tools.defaults,
    env: {
      BOSH_ENVIRONMENT: director.url,
      BOSH_CA_CERT: caPath,
      BOSH_CLIENT: logins.director.user,
      BOSH_CLIENT_SECRET: logins.director.password,
      GOVC_URL: vcenter.url,
      GOVC_USERNAME: logins.vcenter.user,
      GOVC_PASSWORD: logins.vcenter.password,
      BBR_SCRIPT: join(tools.path, 'bbr_pks_one_cluster_backup.sh'),
      SERVICE_URL: machines.serviceUrl,
    },
    stop: async () => {
      await Promise.all([director.stop(), vcenter.stop(), shells.stop(), server?.stop()]);
      await machines.stop();
    },
  };
};
