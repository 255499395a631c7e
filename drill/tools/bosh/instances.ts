import type { CliCommand, Session } from './command.ts';
import { inContext, runTask } from './tasks.ts';
import { instanceVitals, processVitals, type Vitals, vitalsHeader } from './vitals.ts';

/** One line of the `vms` task's result. */
export type InstanceLine = {
  readonly vm_cid: string | null;
  readonly active?: boolean;
  readonly vm_created_at?: string | null;
  readonly disk_cid?: string | null;
  readonly disk_cids?: readonly string[];
  readonly ips?: readonly string[];
  readonly agent_id: string | null;
  readonly job_name: string;
  readonly index: number | null;
  readonly job_state: string | null;
  readonly state: string;
  readonly vm_type: string | null;
  readonly vitals?: Vitals | null;
  readonly processes?: readonly InstanceProcess[];
  readonly az: string | null;
  readonly id: string;
  readonly bootstrap: boolean;
  readonly ignore: boolean;
  readonly stemcell?: { readonly name: string; readonly version: string };
};
export type InstanceProcess = {
  readonly name: string;
  readonly state: string;
  readonly uptime?: { readonly secs: number };
  readonly mem?: { readonly kb: number; readonly percent: number };
  readonly cpu?: { readonly total: number };
};

const nameOf = (line: InstanceLine) => `${line.job_name}/${line.id}`;

/** BOSH shows no state for an instance without a VM, nor for a running one that has no processes. */
const stateOf = (line: InstanceLine) => {
  if (line.vm_cid === null || line.vm_cid === '') return '';
  const empty = line.job_state === 'running' && (line.processes ?? []).length === 0;
  return empty ? '' : (line.job_state ?? '');
};

const linesOf = async (
  session: Session,
  deployment: string,
  kind: 'instances' | 'vms',
): Promise<readonly InstanceLine[]> => {
  const call = { method: 'GET', path: `/deployments/${deployment}/${kind}?format=full` } as const;
  const result = await inContext(
    `Listing deployment '${deployment}' ${kind} infos`,
    runTask(session.director, session.ui, call),
  );
  const lines = result.split('\n').filter(line => line !== '');
  return lines
    .map(line => JSON.parse(line) as InstanceLine)
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
};

const deploymentsOf = async ({ director, options }: Session): Promise<readonly string[]> => {
  if (options.deployment !== '') return [options.deployment];
  const answer = await inContext(
    'Finding deployments',
    director.send({ method: 'GET', path: '/deployments?exclude_configs=true' }),
  );
  return (JSON.parse(answer.body) as readonly { readonly name: string }[]).map(one => one.name);
};

const detailHeader = ['State', 'VM CID', 'VM Type', 'Disk CIDs', 'Agent ID', 'Index', 'Bootstrap', 'Ignore'];

export const instances: CliCommand = async session => {
  for (const deployment of await deploymentsOf(session)) await oneDeployment(session, deployment);
};

const oneDeployment = async (session: Session, deployment: string): Promise<void> => {
  const { options, ui } = session;
  const [ps, details, vitals, failing] = ['ps', 'details', 'vitals', 'failing'].map(options.has);
  const isFailing = (line: InstanceLine) =>
    !(stateOf(line) === 'running' && (line.processes ?? []).every(process => process.state === 'running'));
  const lines = (await linesOf(session, deployment, 'instances')).filter(
    line => failing !== true || isFailing(line),
  );
  const header = ['Instance', ...(ps ? ['Process'] : []), 'Process State', 'AZ', 'IPs', 'Deployment'];
  if (details) header.push(...detailHeader);
  if (vitals) header.push(...vitalsHeader);
  const own = (line: InstanceLine) => [
    nameOf(line),
    ...(ps ? [''] : []),
    stateOf(line),
    line.az ?? '',
    (line.ips ?? []).join('\n'),
    deployment,
    ...(details ? detailsOf(line) : []),
    ...(vitals ? instanceVitals(line.vm_created_at, line.vitals) : []),
  ];
  const ofProcess = (line: InstanceLine, process: InstanceProcess) => [
    nameOf(line),
    process.name,
    process.state,
    '',
    '',
    '',
    ...(details ? detailHeader.map(() => '') : []),
    ...(vitals ? processVitals(process) : []),
  ];
  const shownProcesses = (line: InstanceLine) =>
    (ps ? (line.processes ?? []) : [])
      .filter(process => failing !== true || process.state !== 'running')
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  ui.table({
    content: 'instances',
    title: `Deployment '${deployment}'`,
    header,
    repeats: true,
    count: lines.length,
    rows: lines.flatMap(line => [
      own(line),
      ...shownProcesses(line).map(process => ofProcess(line, process)),
    ]),
  });
};

const detailsOf = (line: InstanceLine) => [
  line.state,
  line.vm_cid ?? '',
  line.vm_type ?? '',
  (line.disk_cids ?? []).join('\n'),
  line.agent_id ?? '',
  line.index === null ? '' : String(line.index),
  String(line.bootstrap),
  String(line.ignore),
];

export const vms: CliCommand = async session => {
  const vitals = session.options.has('vitals');
  for (const deployment of await deploymentsOf(session)) {
    const lines = await linesOf(session, deployment, 'vms');
    const header = ['Instance', 'Process State', 'AZ', 'IPs', 'VM CID', 'VM Type', 'Active', 'Stemcell'];
    session.ui.table({
      content: 'vms',
      title: `Deployment '${deployment}'`,
      header: [...header, ...(vitals ? vitalsHeader : [])],
      rows: lines.map(line => [
        nameOf(line),
        stateOf(line),
        line.az ?? '',
        (line.ips ?? []).join('\n'),
        line.vm_cid ?? '',
        line.vm_type ?? '',
        line.active === undefined ? '-' : String(line.active),
        line.stemcell === undefined ? '' : `${line.stemcell.name}/${line.stemcell.version}`,
        ...(vitals ? instanceVitals(line.vm_created_at, line.vitals) : []),
      ]),
    });
  }
};
