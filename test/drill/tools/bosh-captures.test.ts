import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBosh } from '../../../src/drill/tools/bosh/cli.ts';
import { boshCapture, captureFiles } from './captures.ts';
import { printedEvents, printedTasks, printedText } from './printed-events.ts';
import {
  clusterLines,
  deployment,
  gone,
  missing,
  of8cdf,
  of774b,
  off,
  recreated,
  victimCid,
} from './runbook-cluster.ts';
import { refusal, type Script, startScriptedDirector, task } from './scripted-director.ts';

let director: Awaited<ReturnType<typeof startScriptedDirector>>;
let machinesUrl: string;
const machines = createServer((request, response) => {
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    const { line } = JSON.parse(body) as { line: string };
    const stderr = line.includes('>&2') ? 'err\n' : '';
    response.end(JSON.stringify({ stdout: 'hi\n', stderr, exitCode: line.includes('exit 3') ? 3 : 0 }));
  });
});
beforeAll(async () => {
  director = await startScriptedDirector();
  await new Promise<void>(resolve => machines.listen(0, '127.0.0.1', resolve));
  const address = machines.address();
  machinesUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
});
afterAll(() => {
  director.stop();
  machines.close();
});

/** The words of a line typed into a shell: single quotes and plain words are all that the captures use. */
const wordsOf = (line: string) =>
  [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));

/** Volatile by name: the Director's port, and what `ssh` makes up for each call. */
const masked = (text: string) =>
  text
    .replaceAll(director.url, 'https://127.0.0.1:25555')
    .replace(/127\.0\.0\.1:\d+(?=: connect)/g, match =>
      director.url.endsWith(match) ? '127.0.0.1:25555' : match,
    )
    .replaceAll('https://127.0.0.1:25557', 'https://127.0.0.1:25555')
    .replace(/ssh-priv-key\d+/g, 'ssh-priv-keyN')
    .replace(/ssh-known-hosts\d+/g, 'ssh-known-hostsN')
    .replace(/bosh_[0-9a-f]{15}/g, 'bosh_U')
    .replace(/\[CLI\] [\d/]+ [\d:]+/g, '[CLI] DATE TIME');

/** Runs the capture's own command line against a Director that sends the same again. */
const again = async (file: string, script: Script) => {
  const capture = boshCapture(file);
  director.play(script);
  const [program = '', ...words] = wordsOf(capture.line);
  const environment: Record<string, string> = {
    HOME: '/home/ubuntu',
    BOSH_ENVIRONMENT: director.url,
    BOSH_CA_CERT: director.caPem,
    BOSH_CLIENT: 'ops_manager',
    BOSH_CLIENT_SECRET: 'secret',
    DRILL_MACHINES_URL: machinesUrl,
  };
  if (program === 'env') applyEnv(words, environment);
  let stdout = '';
  let stderr = '';
  const argv = words.map(word => word.replace('https://127.0.0.1:25557', director.url));
  const exitCode = await runBosh(argv, environment, {
    out: text => {
      stdout += text;
    },
    err: text => {
      stderr += text;
    },
  });
  return {
    real: { exitCode: capture.exitCode, stdout: masked(capture.stdout), stderr: masked(capture.stderr) },
    standIn: { exitCode, stdout: masked(stdout), stderr: masked(stderr) },
  };
};

/** `env -u NAME NAME=value bosh …`: takes those words off. */
const applyEnv = (words: string[], environment: Record<string, string>) => {
  while (words[0] !== 'bosh') {
    const word = words.shift() ?? '';
    if (word === '-u') delete environment[words.shift() ?? ''];
    else environment[word.split('=')[0] ?? ''] = word.split('=')[1] ?? '';
  }
  words.shift();
};

const D = `/deployments/${deployment}`;
const J = `${D}/jobs/master`;
const A = `${D}/instance_groups/master`;
const m774b = '774bfafe-67a2-406b-9ee5-a8db68f2e694';
const m9b8a = '9b8ad6e0-a438-4033-9767-46c586fb4771';
const nobody = '00000000-0000-0000-0000-000000000000';

type Row = { readonly file: string; readonly script: (file: string) => Script };
const row = (script: Row['script'], ...files: readonly string[]): readonly Row[] =>
  files.map(file => ({ file, script }));
const plain = (answers: Script['answers'] = {}, ...files: readonly string[]) =>
  row(() => ({ answers: answers ?? {} }), ...files);

/** One task whose result is what is shown afterwards. */
const reading = (path: string, lines: string) => (file: string) => {
  const [id = 0] = printedTasks(boshCapture(file).stdout);
  // A pipe prints no id at all.
  return { answers: { [`GET ${path}`]: task(id || 1) }, tasks: { [id || 1]: { result: lines } } };
};
/** Tasks created by these requests in turn, with the events that the capture shows. */
const acting =
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
const scanning = (problems: readonly { readonly id: number }[]) =>
  acting([`POST ${D}/scans`, `PUT ${D}/problems`], { [`GET ${D}/problems`]: problems });
const replaying =
  (state: string, extra: Script['answers'] = {}) =>
  (file: string) => {
    const text = printedText(boshCapture(file).stdout);
    const id = Number(/ task (\d+)/.exec(boshCapture(file).line)?.[1]);
    return { answers: extra, tasks: { [id]: { state, output: printedEvents(text, id) } } };
  };

const deployments = [
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
const instances = `${D}/instances?format=full`;
const at = (clock: string) => Date.parse(`2026-11-22T${clock}Z`) / 1000;
const listed = (
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
const current = 'GET /tasks?state=processing%2Ccancelling%2Cqueued&verbose=2';
const restarted = (id: number, started: string, finished: string) =>
  listed(id, 'done', started, finished, 'restart instance', `master/${m774b}`);
const recentRestarts = [
  listed(205024, 'cancelled', '07:52:34', '07:52:39', 'restart instance', 'task cancelled'),
  restarted(205009, '07:52:27', '07:52:33'),
  restarted(204994, '07:52:16', '07:52:24'),
  restarted(204979, '07:51:58', '07:52:06'),
  restarted(204964, '07:51:47', '07:51:55'),
  restarted(204949, '07:51:36', '07:51:44'),
];
const readings = (count: number) =>
  Array.from({ length: count }, (_, back) => {
    const clock = ['07:48:20', '07:48:19', '07:48:18', '07:48:17', '07:48:16'][back] ?? '';
    return listed(204559 - 15 * back, 'done', clock, clock, 'retrieve vm-stats', '');
  });
const notFound = (path: string) =>
  refusal(404, `{"code":70001,"description":"'${deployment}/${path}' doesn't exist"}`);
const noSuchDeployment = refusal(404, `{"code":70000,"description":"Deployment 'nope' doesn't exist"}`);
const curlTask = (file: string) => boshCapture(file).stdout;
const created = (request: string) => (file: string) => ({ answers: { [request]: curlTask(file) } });
const host = (id: string) => ({
  status: 'success',
  ip: '172.28.3.2',
  host_public_key: null,
  id,
  index: 0,
  job: 'master',
});
const sshTask = (file: string) => {
  const [id = 1] = printedTasks(boshCapture(file).stdout);
  return {
    answers: { [`POST ${D}/ssh`]: task(id) },
    tasks: { [id]: { result: JSON.stringify([host(m9b8a)]) } },
  };
};

const rows: readonly Row[] = [
  ...plain({}, '01-environment.json.txt', '69-err-no-env-tty.txt'),
  ...plain({}, '76-err-unknown-flag.txt', '77-err-unknown-command.txt'),
  ...plain(
    {},
    '84-err-unknown-flag.json.txt',
    '85-err-missing-arg.json.txt',
    '86-recreate-two-slugs.json.txt',
  ),
  ...plain(
    {},
    '87-err-malformed-slug.json.txt',
    '88-err-no-deployment.json.txt',
    '66-err-no-deployment-tty.txt',
  ),
  ...plain(
    {},
    '44-restart-no-converge-group-tty.txt',
    '45-restart-both-flags-tty.txt',
    '167-ssh-no-command-json.txt',
  ),
  ...plain({ 'GET /deployments': deployments }, '02-deployments.json.txt'),
  ...row(
    reading(instances, clusterLines()),
    '03-instances-ps-details.json.txt',
    '04-instances-ps-vitals-i.json.txt',
  ),
  ...row(
    reading(instances, clusterLines()),
    '05-instances.json.txt',
    '06-instances.nontty.txt',
    '07-instances-tty-flag.txt',
  ),
  ...row(
    reading(instances, clusterLines()),
    '08b-instances-ps-tty-flag.txt',
    '09-instances-ps-failing.json.txt',
  ),
  ...row(reading(instances, clusterLines()), '17-instances-no-color-tty.txt', '18-instances-column.json.txt'),
  ...row(file => {
    const script = reading(instances, clusterLines({ m9b8a: recreated }))(file);
    return { ...script, answers: { ...script.answers, 'GET /deployments': deployments } };
  }, '18b-instances-no-deployment.json.txt'),
  ...row(
    reading(instances, clusterLines({ m774b: off, m8cdf: off, m9b8a: recreated })),
    '19-instances-all-masters-bad.json.txt',
  ),
  ...row(reading(instances, clusterLines({ m9b8a: gone })), '23-instances-after-delete.json.txt'),
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

/** Differences that are right: the captures had a stub for ssh, without the pseudo-terminal that -tt asks for. */
const judged: readonly {
  readonly file: string;
  readonly why: string;
  readonly instead: readonly (readonly [string, string])[];
}[] = [
  {
    file: '160-ssh-results-ok.json.txt',
    why: '-tt makes one stream with CRLF of both, and ssh says goodbye on stderr',
    instead: [
      ['"stderr": "err\\n"', '"stderr": "Connection to 172.28.3.2 closed.\\r\\n"'],
      ['"stdout": "hi\\n"', '"stdout": "hi\\r\\nerr\\r\\n"'],
    ],
  },
  {
    file: '161-ssh-results-exit3.json.txt',
    why: 'as 160',
    instead: [
      ['"stderr": ""', '"stderr": "Connection to 172.28.3.2 closed.\\r\\n"'],
      ['"stdout": "hi\\n"', '"stdout": "hi\\r\\n"'],
    ],
  },
  { file: '168-ssh-column-stdout.txt', why: 'as 160', instead: [['hi\t\n', 'hi\r\t\n']] },
];

const unreachable = plain(
  {},
  '70-err-director-unreachable-tty.txt',
  '71-err-director-unreachable.json.txt',
  '72-err-bad-ca-tty.txt',
);

const late = row(
  file => ({
    answers: { [`POST ${A}/${m774b}/actions/restart?`]: task(205204) },
    tasks: {
      205204: { state: 'processing', output: printedEvents(boshCapture(file).stdout, 205204), diesAfter: 3 },
    },
  }),
  '124-director-dies-while-polling-tty.txt',
);

/** Captures that are not asked for again, each with its reason. */
const notCovered: Readonly<Record<string, string>> = {
  '08-instances-real-pty.txt': 'colours on a real terminal: the bot always has a pipe',
  '108-tasks-recent-without-a-hides-delete_vm-and-cck.json.txt':
    'the Director hides them; same printing as 109',
  '125-stdout-closed.txt': 'needs a process: programs.test.ts',
  '138-curl-show-headers.txt': 'prints headers in the order of Go; the bot never asks for them',
  '142-curl-put-problems-one-id.txt': 'its body file is not kept; same printing as 140',
  '15-tasks-recent-all.json.txt': 'same printing as 109',
  '162-ssh-results-all-masters-one-fails.json.txt':
    'same printing as 161; the unreachable VM is in ssh.test.ts',
  '163-ssh-stream-exit3-tty.txt': 'streams of a stub without -tt: two streams in an order that chance gave',
  '164-ssh-stream-nontty.txt': 'as 163',
  '165-ssh-results-nontty.txt': 'the stub printed no goodbye, so its table has other lines',
  '166-ssh-results-tty.txt': 'as 165',
  '170-logs-tty.txt': 'logs is not used by the bot',
  '171-scp-tty.txt': 'scp is not used by the bot',
  '171b-scp-fail-tty.txt': 'scp is not used by the bot',
  '25-delete-vm-no-n-stdin-null-nontty.txt': 'needs a closed stdin: programs.test.ts',
  '35-http-body.txt': 'what was sent: compared in the test of mutations',
  '36-http-body.txt': 'what was sent: compared in the test of mutations',
  '40-51-http-requests.txt': 'what was sent: each row above answers only that request',
  '90-http-mutating-requests-during-signals.txt': 'what was sent: programs.test.ts counts',
  '90-signal-SIGHUP-during-restart-no-converge-tty.txt':
    'needs a process: programs.test.ts; debug lines are Go’s own',
  '90-signal-SIGINT-during-restart-no-converge-tty.txt': 'needs a process: programs.test.ts',
  '90-signal-SIGKILL-during-restart-no-converge-tty.txt': 'nothing that a stand-in could do otherwise',
  '90-signal-SIGTERM-during-restart-no-converge-tty.txt': 'needs a process: programs.test.ts',
  '91-signal-SIGTERM-json.txt': 'needs a process: programs.test.ts',
  '92-reattach-1-killed.txt': 'as 90 SIGKILL',
};

test.each(rows)('$file: the stand-in prints what the real one printed', async ({ file, script }) => {
  const { real, standIn } = await again(file, script(file));
  expect(standIn).toEqual(real);
});

test.concurrent.each(unreachable)('$file: five tries, then the same words', async ({ file, script }) => {
  const { real, standIn } = await again(file, script(file));
  expect(standIn).toEqual(real);
});

test.each(judged)('$file: the stand-in differs where it should: $why', async ({ file, instead }) => {
  const { real, standIn } = await again(file, sshTask(file));
  const stdout = instead.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, real.stdout);
  expect(standIn).toEqual({ ...real, stdout });
});

test('what cck sends is what the real one sent: every problem, one resolution', async () => {
  const sent = async (file: string, problems: readonly { readonly id: number }[]) => {
    await again(file, scanning(problems)(file));
    return director.mutations.at(-1);
  };
  expect(
    await sent('35-cck-resolution-delete_vm_reference-3problems.json.txt', [
      of774b(105),
      of8cdf(106),
      missing(107),
    ]),
  ).toBe(
    `PUT ${D}/problems {"resolutions":{"105":"delete_vm_reference","106":"delete_vm_reference","107":"delete_vm_reference"}}`,
  );
  expect(await sent('36-cck-auto-2problems-tty.txt', [of774b(108), missing(109)])).toBe(
    `PUT ${D}/problems {"resolutions":{"108":null,"109":null}}`,
  );
});

test('every capture of bosh is covered, or the reason why not is written down', () => {
  const covered = [...rows, ...judged, ...unreachable, ...late].map(({ file }) => file);
  expect([...covered, ...Object.keys(notCovered)].toSorted()).toEqual(captureFiles('bosh'));
});

// Last: the scripted Director dies in it.
test.each(late)(
  '$file: a Director lost while polling ends in "processing", not in a failure',
  async ({ file, script }) => {
    const { real, standIn } = await again(file, script(file));
    expect(standIn).toEqual(real);
  },
);
