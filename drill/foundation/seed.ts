import { deploymentName } from './machine.ts';

/** What kube-apiserver writes at its first start and keeps for as long as the cluster lives. */
export const systemKey = '/registry/namespaces/kube-system';

/** What the runbook's own cluster looked like on 2020-08-05, its addresses moved to loopback. */
export type Rack = {
  readonly group: 'master' | 'worker' | 'apply-addons';
  readonly uuid: string;
  readonly index: number;
  readonly bootstrap: boolean;
  readonly az: string;
  readonly ip: string;
  /** The last 12 digits of the VM CID that the drill starts with; null for an errand, which has no VM. */
  readonly cidTail: string | null;
  readonly diskCid: string | null;
};

const master = (index: number, uuid: string, cidTail: string, diskCid: string): Rack => ({
  group: 'master',
  uuid,
  index,
  bootstrap: index === 0,
  az: `pks-az${index + 1}`,
  ip: `127.28.3.${index + 2}`,
  cidTail,
  diskCid,
});

export const seedMasters = [
  master(
    0,
    '9b8ad6e0-a438-4033-9767-46c586fb4771',
    'dd04187297f4',
    'disk-4d0a51c3-8d0b-4b0e-9d5c-0a7f3c2e9b10',
  ),
  master(
    1,
    '8cdf6298-e50a-4dc3-997b-b7e14502cc57',
    '5b1f0c6ae2d9',
    'disk-b6a2f7d8-31c4-4f59-8e27-6c1d90ab4f21',
  ),
  master(
    2,
    '774bfafe-67a2-406b-9ee5-a8db68f2e694',
    'c07e93d4418b',
    'disk-e19c5b04-7a6e-4c83-b2f5-95d3086e7a32',
  ),
] as const;

export const seedWorker: Rack = {
  group: 'worker',
  uuid: '3b2ae3af-a4ff-4850-8d36-a120525bab4b',
  index: 0,
  bootstrap: true,
  az: 'pks-az1',
  ip: '127.28.3.5',
  cidTail: '8f6d2a1b70ce',
  diskCid: null,
};

/** An errand's instance: BOSH lists it, and it has no VM. */
export const seedErrand: Rack = {
  group: 'apply-addons',
  uuid: 'b7464878-e9c2-4c18-9f3b-89aae38f8d32',
  index: 0,
  bootstrap: true,
  az: 'pks-az1',
  ip: '',
  cidTail: null,
  diskCid: null,
};

/** As the vSphere CPI names VMs: group, deployment with dashes, twelve hex digits. */
export const vmCid = (group: string, tail: string): string =>
  `${group}_${deploymentName.replaceAll('_', '-')}_${tail}`;

/** In monit's own order, as the runbook's `monit summary` prints them. */
export const masterProcesses = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
  'blackbox',
  'ncp',
  'fluentd',
  'telegraf',
  'bosh-dns',
  'bosh-dns-resolvconf',
  'bosh-dns-healthcheck',
  'system-metrics-agent',
] as const;

export const workerProcesses = [
  'docker',
  'kubelet',
  'kube-proxy',
  'fluentd',
  'telegraf',
  'bosh-dns',
  'bosh-dns-resolvconf',
  'bosh-dns-healthcheck',
  'system-metrics-agent',
] as const;
