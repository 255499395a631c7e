import { boshCapture } from './captures.ts';
import { printedEvents, printedTasks, printedText } from './printed-events.ts';
import { deployment } from './runbook-cluster.ts';
import { refusal, type Script, task } from './scripted-director.ts';

/** What the Director must answer so that a capture's command line prints what it printed. */
export const D = `/deployments/${deployment}`;
export const J = `${D}/jobs/master`;
export const A = `${D}/instance_groups/master`;
export const m774b = '774bfafe-67a2-406b-9ee5-a8db68f2e694';
export const m9b8a = '9b8ad6e0-a438-4033-9767-46c586fb4771';
export const nobody = '00000000-0000-0000-0000-000000000000';

export type Row = { readonly file: string; readonly script: (file: string) => Script };
export const row = (script: Row['script'], ...files: readonly string[]): readonly Row[] =>
  files.map(file => ({ file, script }));
export const plain = (answers: Script['answers'] = {}, ...files: readonly string[]) =>
  row(() => ({ answers: answers ?? {} }), ...files);

/** One task whose result is what is shown afterwards. */
export const reading = (path: string, lines: string) => (file: string) => {
  const [id = 0] = printedTasks(boshCapture(file).stdout);
  // A pipe prints no id at all.
  return { answers: { [`GET ${path}`]: task(id || 1) }, tasks: { [id || 1]: { result: lines } } };
};
/** Tasks created by these requests in turn, with the events that the capture shows. */
export const acting =
  (requests: readonly string[], answers: Script['answers'] = {}, state = 'done') =>
  (file: string): Script => {
    const text = printedText(boshCapture(file).stdout);
    const ids = printedTasks(boshCapture(file).stdout);
    return {
      answers: {
        ...answers,
        ...Object.fromEntries(requests.map((request, at) => [request, task(ids[at] ?? 0)])),
      },
      tasks: Object.fromEntries(ids.map(id => [id, { state, output: printedEvents(text, id) }])),
    };
  };
export const scanning = (problems: readonly { readonly id: number }[]) =>
  acting([`POST ${D}/scans`, `PUT ${D}/problems`], { [`GET ${D}/problems`]: problems });
export const replaying =
  (state: string, extra: Script['answers'] = {}) =>
  (file: string) => {
    const text = printedText(boshCapture(file).stdout);
    const id = Number(/ task (\d+)/.exec(boshCapture(file).line)?.[1]);
    return { answers: extra, tasks: { [id]: { state, output: printedEvents(text, id) } } };
  };

export const deployments = [
  {
    name: deployment,
    teams: ['pks'],
    releases: [
      { name: 'kubo', version: '0.57.0' },
      { name: 'bpm', version: '1.1.8' },
    ],
    stemcells: [{ name: 'bosh-vsphere-esxi-ubuntu-xenial-go_agent', version: '621.76' }],
  },
];
export const instances = `${D}/instances?format=full`;
export const at = (clock: string) => Date.parse(`2026-11-22T${clock}Z`) / 1000;
export const listed = (
  id: number,
  state: string,
  started: string,
  finished: string | null,
  description: string,
  result: string | null,
  of: string | null = deployment,
) => ({
  id,
  state,
  started_at: at(started),
  timestamp: finished === null ? null : at(finished),
  description,
  result,
  user: 'ops_manager',
  deployment: of,
});
export const current = 'GET /tasks?state=processing%2Ccancelling%2Cqueued&verbose=2';
export const restarted = (id: number, started: string, finished: string) =>
  listed(id, 'done', started, finished, 'restart instance', `master/${m774b}`);
export const recentRestarts = [
  listed(205024, 'cancelled', '07:52:34', '07:52:39', 'restart instance', 'task cancelled'),
  restarted(205009, '07:52:27', '07:52:33'),
  restarted(204994, '07:52:16', '07:52:24'),
  restarted(204979, '07:51:58', '07:52:06'),
  restarted(204964, '07:51:47', '07:51:55'),
  restarted(204949, '07:51:36', '07:51:44'),
];
export const readings = (count: number) =>
  Array.from({ length: count }, (_, back) => {
    const clock = ['07:48:20', '07:48:19', '07:48:18', '07:48:17', '07:48:16'][back] ?? '';
    return listed(204559 - 15 * back, 'done', clock, clock, 'retrieve vm-stats', '');
  });
export const notFound = (path: string) =>
  refusal(404, `{"code":70001,"description":"'${deployment}/${path}' doesn't exist"}`);
export const noSuchDeployment = refusal(
  404,
  `{"code":70000,"description":"Deployment 'nope' doesn't exist"}`,
);
export const curlTask = (file: string) => boshCapture(file).stdout;
export const created = (request: string) => (file: string) => ({ answers: { [request]: curlTask(file) } });
export const host = (id: string) => ({
  status: 'success',
  ip: '172.28.3.2',
  host_public_key: null,
  id,
  index: 0,
  job: 'master',
});
export const sshTask = (file: string) => {
  const [id = 1] = printedTasks(boshCapture(file).stdout);
  return {
    answers: { [`POST ${D}/ssh`]: task(id) },
    tasks: { [id]: { result: JSON.stringify([host(m9b8a)]) } },
  };
};
