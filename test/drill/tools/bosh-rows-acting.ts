import {
  A,
  acting,
  at,
  created,
  current,
  D,
  deployments,
  J,
  listed,
  m9b8a,
  m774b,
  nobody,
  noSuchDeployment,
  notFound,
  plain,
  type Row,
  reading,
  readings,
  recentRestarts,
  replaying,
  row,
  scanning,
} from './captured-scripts.ts';
import { boshCapture } from './captures.ts';
import { printedEvents } from './printed-events.ts';
import { clusterLines, deployment, missing, of8cdf, of774b, victimCid } from './runbook-cluster.ts';
import { refusal, task } from './scripted-director.ts';

/** Captures of commands that act or that are refused, with the Director's side of each. */
export const actingRows: readonly Row[] = [
  ...row(
    reading(
      `${D}/vms?format=full`,
      clusterLines()
        .split('\n')
        .filter(line => !line.includes('apply-addons'))
        .join('\n'),
    ),
    '10-vms-vitals.json.txt',
    '11-vms-nontty.txt',
  ),
  ...plain({ 'GET /locks': [] }, '12-locks-empty.json.txt'),
  ...plain(
    {
      'GET /locks': [
        {
          type: 'deployment',
          resource: [deployment],
          timeout: `${at('07:56:27')}.996411`,
          task_id: '205009',
        },
      ],
    },
    '94-locks-while-running.json.txt',
  ),
  ...plain({ [current]: [] }, '13-tasks-empty.json.txt'),
  ...plain({ 'GET /tasks?limit=30&verbose=1': [] }, '14-tasks-recent.json.txt'),
  ...plain({ 'GET /tasks?limit=5&verbose=2': readings(5) }, '16-tasks-recent5-all-nontty.txt'),
  ...plain(
    { [current]: [listed(205009, 'processing', '07:52:27', null, 'restart instance', null)] },
    '93-tasks-while-running.json.txt',
  ),
  ...plain(
    { [current]: [listed(205024, 'cancelling', '07:52:34', null, 'restart instance', null)] },
    '105-tasks-while-cancelling.json.txt',
  ),
  ...plain({ 'GET /tasks?limit=6&verbose=2': recentRestarts }, '109-tasks-recent-a.json.txt'),
  ...plain(
    { [`GET /tasks?deployment=${deployment}&limit=6&verbose=2`]: recentRestarts },
    '110-tasks-recent-a-d.json.txt',
  ),
  ...row(
    acting([`DELETE /vms/${victimCid}`]),
    '20-delete-vm-n-nontty.txt',
    '21-delete-vm-n-tty.txt',
    '22-delete-vm-n.json.txt',
  ),
  ...row(acting(['DELETE /vms/no-such-cid']), '26-delete-vm-unknown-cid-tty.txt'),
  ...row(acting([`DELETE /vms/${victimCid}`], {}, 'error'), '81-err-delete-vm-cpi-error-tty.txt'),
  ...row(
    acting([`DELETE /vms/${victimCid}`], { 'GET /vms': [] }, 'error'),
    '127-delete-vm-task-error-but-GET-vms-omits-cid-tty.txt',
  ),
  ...row(scanning([missing(94)]), '27-cck-report.json.txt'),
  ...row(scanning([missing(95)]), '27b-cck-report-json-raw.txt'),
  ...row(scanning([missing(96)]), '28-cck-report-nontty.txt'),
  ...row(scanning([missing(97)]), '29-cck-report-tty.txt'),
  ...row(scanning([missing(98)]), '30-cck-n-no-choice-tty.txt'),
  ...row(scanning([missing(100)]), '32-cck-resolution-delete_vm_reference-tty.txt'),
  ...row(scanning([missing(101)]), '33-cck-resolution-unknown-name-tty.txt'),
  ...row(scanning([of774b(102), of8cdf(103), missing(104)]), '34-cck-report-3problems.json.txt'),
  ...row(
    scanning([of774b(105), of8cdf(106), missing(107)]),
    '35-cck-resolution-delete_vm_reference-3problems.json.txt',
  ),
  ...row(scanning([of774b(108), missing(109)]), '36-cck-auto-2problems-tty.txt'),
  ...row(scanning([]), '37-cck-no-problems-tty.txt', '38-cck-report-no-problems.json.txt'),
  ...row(
    acting([`POST ${D}/scans`], {}, 'error'),
    '79-err-lock-held-cck-tty.txt',
    '80-err-lock-held-cck.json.txt',
  ),
  ...row(acting([`PUT ${J}/${m774b}?state=restart`], {}, 'error'), '40-restart-converge-fails-tty.txt'),
  ...row(
    acting([`PUT ${J}/${m774b}?state=restart`], {}, 'error'),
    '41-restart-converge-fails-nontty.txt',
    '42-restart-converge-fails.json.txt',
  ),
  ...row(acting([`POST ${A}/${m774b}/actions/restart?`]), '43-restart-no-converge-tty.txt'),
  ...row(acting([`POST ${A}/${m774b}/actions/restart?`], {}, 'error'), '78-err-lock-held-restart-tty.txt'),
  ...row(acting([`POST ${A}/${m774b}/actions/restart?`], {}, 'cancelled'), '103-cancelled-run-tty.txt'),
  ...row(
    acting([`POST ${A}/${m9b8a}/actions/recreate?ignore_unresponsive_agent=true&skip_drain=true`]),
    '46-recreate-no-converge-fix-tty.txt',
  ),
  ...row(
    acting([`POST ${A}/${m9b8a}/actions/stop?hard=true&skip_drain=true`]),
    '47-stop-hard-no-converge-tty.txt',
  ),
  ...row(acting([`POST ${A}/${m9b8a}/actions/start?`]), '48-start-no-converge-tty.txt'),
  ...row(
    acting([
      `PUT ${J}/${m9b8a}?canaries=1&dry_run=true&fix=true&max_in_flight=1&skip_drain=true&state=recreate`,
    ]),
    '49-recreate-converge-all-flags-tty.txt',
  ),
  ...row(acting([`PUT ${J}?state=recreate`]), '50-recreate-group-tty.txt'),
  ...row(acting([`PUT ${D}/jobs/*?state=recreate`]), '51-recreate-all-tty.txt'),
  ...plain(
    { [`POST ${A}/${nobody}/actions/restart`]: notFound(`master/${nobody}`) },
    '60-err-unknown-instance-uuid-tty.txt',
    '61-err-unknown-instance-uuid.json.txt',
  ),
  ...plain(
    { [`PUT ${J}/${nobody}`]: notFound(`master/${nobody}`) },
    '62-err-unknown-instance-converge-tty.txt',
  ),
  ...plain(
    { [`PUT ${J}/zzz`]: refusal(400, `{"code":70002,"description":"Invalid instance index or id 'zzz'"}`) },
    '63-err-bad-instance-id-tty.txt',
  ),
  ...plain(
    { 'GET /deployments/nope/instances': noSuchDeployment },
    '64-err-unknown-deployment-tty.txt',
    '65-err-unknown-deployment.json.txt',
  ),
  ...plain({}, '67-err-bad-password-tty.txt', '68-err-bad-password.json.txt'),
  ...plain(
    { 'GET /tasks/99': refusal(404, '{"code":10000,"description":"Task 99 not found"}') },
    '73-err-task-not-found-tty.txt',
    '74-err-task-not-found.json.txt',
  ),
  ...plain({ 'GET /tasks': [] }, '75-err-no-current-task-tty.txt'),
  ...plain({ 'GET /deployments': refusal(500, '') }, '82-err-http-500-tty.txt'),
  ...row(
    () => ({ answers: { 'GET /deployments': deployments }, firstStatuses: [503, 503] }),
    '83-http-503-twice-GET-is-retried-tty.txt',
  ),
  ...row(
    replaying('done'),
    '95-reattach-2-task-id-tty.txt',
    '96-task-done-tty.txt',
    '97-task-done.json.txt',
    '98-task-done-nontty.txt',
  ),
  ...row(replaying('done'), '142b-task-of-that.txt', '101-task-result-tty.txt'),
  ...row(
    () => ({ tasks: { 205009: { output: boshCapture('99-task-event-nontty.txt').stdout } } }),
    '99-task-event-nontty.txt',
    '100-task-event.json.txt',
  ),
  ...row(
    () => ({ tasks: { 205009: { output: 'I, [director] debug line\n' } } }),
    '102-task-debug-nontty.txt',
  ),
  ...row(replaying('cancelled'), '107-task-cancelled-tty.txt'),
  ...row(
    () => ({ answers: { 'DELETE /task/205024': '' }, tasks: { 205024: { state: 'processing' } } }),
    '104-cancel-task-tty.txt',
  ),
  ...row(
    () => ({
      answers: { 'DELETE /task/205009': refusal(400, 'Cannot cancel task 205009: invalid state (done)') },
      tasks: { 205009: {} },
    }),
    '106-cancel-task-already-finished-tty.txt',
  ),
  ...row(created(`DELETE /vms/${victimCid}`), '130-curl-delete-vm.txt'),
  ...row(
    file => ({ answers: { [`DELETE /vms/${victimCid}`]: printedBlock(file) } }),
    '131-curl-delete-vm.json.txt',
  ),
  ...row(created(`POST ${A}/${m774b}/actions/restart`), '132-curl-restart-with-context-id.txt'),
  ...row(created(`PUT ${J}/${m9b8a}?state=recreate`), '134-curl-put-recreate-converge.txt'),
  ...row(created(`GET ${D}/instances`), '135-curl-instances-no-task.txt'),
  ...plain({}, '136-curl-404.txt', '137-curl-404.json.txt'),
  ...row(created('GET /tasks'), '139-curl-tasks-running-all.txt'),
  ...row(created(`POST ${D}/scans`), '140-curl-scan.txt'),
  ...row(created(`GET ${D}/problems`), '141-curl-problems.txt'),
  ...plain({}, '143-curl-info-unauth-user.txt'),
  ...row(acting([`POST ${D}/ssh`], {}, 'error'), '169-ssh-instance-without-vm-tty.txt'),
];
const printedBlock = (file: string) =>
  (JSON.parse(boshCapture(file).stdout) as { Blocks: string[] }).Blocks[0] ?? '';

/** Five tries half a second apart. */
export const unreachable = plain(
  {},
  '70-err-director-unreachable-tty.txt',
  '71-err-director-unreachable.json.txt',
  '72-err-bad-ca-tty.txt',
);

/** The Director is lost while a task is followed. */
export const late = row(
  file => ({
    answers: { [`POST ${A}/${m774b}/actions/restart?`]: task(205204) },
    tasks: {
      205204: { state: 'processing', output: printedEvents(boshCapture(file).stdout, 205204), diesAfter: 3 },
    },
  }),
  '124-director-dies-while-polling-tty.txt',
);
