/** The cluster that the captures were taken of, as the Director's own JSON lines. */
export const deployment = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
const cid = (tail: string) => `master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_${tail}`;
export const victimCid = cid('dd04187297f4');

const names = [
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
];
const processes = (states: Readonly<Record<string, string>> = {}) =>
  names.map((name, at) => ({
    name,
    state: states[name] ?? 'running',
    uptime: { secs: 3600 + at },
    mem: { kb: 10000, percent: 0.5 },
    cpu: { total: 1.2 },
  }));
const vitals = {
  cpu: { sys: '4.6', user: '10.7', wait: '0.3' },
  disk: {
    system: { percent: '52', inode_percent: '34' },
    ephemeral: { percent: '17', inode_percent: '3' },
    persistent: { percent: '1', inode_percent: '0' },
  },
  load: ['0.40', '0.35', '0.30'],
  mem: { kb: '1800000', percent: '45' },
  swap: { kb: '0', percent: '0' },
  uptime: { secs: 18000 },
};

const instance = (group: string, id: string, index: number, az: string, changes: object) => ({
  vm_cid: null,
  active: true,
  vm_created_at: '2020-08-04T11:22:33Z',
  disk_cids: [],
  ips: [],
  agent_id: null,
  job_name: group,
  index,
  job_state: 'running',
  state: 'started',
  vm_type: 'medium',
  vitals,
  processes: processes(),
  az,
  id,
  bootstrap: index === 0,
  ignore: false,
  stemcell: { name: 'bosh-vsphere-esxi-ubuntu-xenial-go_agent', version: '621.76' },
  ...changes,
});
type Changes = Readonly<Record<'m774b' | 'm8cdf' | 'm9b8a', object>>;

export const off = { job_state: 'unresponsive agent', processes: [], vitals: null };
export const gone = {
  vm_cid: null,
  agent_id: null,
  ips: [],
  vitals: null,
  processes: [],
  vm_created_at: null,
};
/** After the recreation: fluentd is back, etcd is not. */
export const recreated = { agent_id: 'agent-9b8', processes: processes({ etcd: 'unknown' }) };

/** In no particular order: the CLI sorts. */
export const clusterLines = (changes: Partial<Changes> = {}): string =>
  [
    instance('worker', '3b2ae3af-a4ff-4850-8d36-a120525bab4b', 0, 'pks-az1', {
      vm_cid: 'worker_service-instance-56c19cfc_77aa88bb99cc',
      vm_type: 'medium.disk',
      disk_cids: ['disk-3b2a'],
      agent_id: 'agent-3b2ae3af',
      ips: ['172.28.3.5'],
    }),
    instance('master', '9b8ad6e0-a438-4033-9767-46c586fb4771', 0, 'pks-az1', {
      vm_cid: victimCid,
      disk_cids: ['disk-9b8a'],
      agent_id: 'agent-9b8ad6e0',
      ips: ['172.28.3.2'],
      job_state: 'failing',
      processes: processes({ etcd: 'unknown', fluentd: 'unknown' }),
      ...changes.m9b8a,
    }),
    instance('master', '8cdf6298-e50a-4dc3-997b-b7e14502cc57', 1, 'pks-az2', {
      vm_cid: cid('0f1e2d3c4b5a'),
      disk_cids: ['disk-8cdf'],
      agent_id: 'agent-8cdf6298',
      ips: ['172.28.3.3'],
      ...changes.m8cdf,
    }),
    instance('master', '774bfafe-67a2-406b-9ee5-a8db68f2e694', 2, 'pks-az3', {
      vm_cid: cid('a1b2c3d4e5f6'),
      disk_cids: ['disk-774b'],
      agent_id: 'agent-774bfafe',
      ips: ['172.28.3.4'],
      ...changes.m774b,
    }),
    instance('apply-addons', 'b7464878-e9c2-4c18-9f3b-89aae38f8d32', 0, 'pks-az1', { ...gone }),
  ]
    .map(line => `${JSON.stringify(line)}\n`)
    .join('');

const unresponsive = (id: number, master: string, tail: string) => ({
  id,
  type: 'unresponsive_agent',
  data: {},
  description: `VM for 'master/${master}' with cloud ID '${cid(tail)}' is not responding.`,
  resolutions: [
    { name: 'ignore', plan: 'Skip for now' },
    { name: 'reboot_vm', plan: 'Reboot VM' },
    { name: 'recreate_vm', plan: 'Recreate VM and wait for processes to start' },
    { name: 'delete_vm_reference', plan: 'Delete VM reference' },
  ],
  instance_group: 'master',
});
export const of774b = (id: number) =>
  unresponsive(id, '774bfafe-67a2-406b-9ee5-a8db68f2e694 (2)', 'a1b2c3d4e5f6');
export const of8cdf = (id: number) =>
  unresponsive(id, '8cdf6298-e50a-4dc3-997b-b7e14502cc57 (1)', '0f1e2d3c4b5a');
export const missing = (id: number) => ({
  id,
  type: 'missing_vm',
  data: {},
  description: "VM for 'master/9b8ad6e0-a438-4033-9767-46c586fb4771 (0)' missing.",
  resolutions: [
    { name: 'ignore', plan: 'Skip for now' },
    { name: 'recreate_vm', plan: 'Recreate VM and wait for processes to start' },
    { name: 'delete_vm_reference', plan: 'Delete VM reference' },
  ],
  instance_group: 'master',
});
