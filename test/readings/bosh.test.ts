import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProblems } from '../../src/readings/bosh-cck.ts';
import { readDeployments, readEnvironment, readResurrection } from '../../src/readings/bosh-environment.ts';
import { mastersOf, readInstances } from '../../src/readings/bosh-instances.ts';
import { locksOf, readLocks } from '../../src/readings/bosh-locks.ts';
import { readVm, readVms } from '../../src/readings/bosh-ssh.ts';
import { readTask, readTasks, taskEnd, taskIdsIn, tasksOf } from '../../src/readings/bosh-tasks.ts';
import { isMissed, type Reading } from '../../src/readings/reading.ts';
import { troubleOf } from '../../src/readings/trouble.ts';
import { directorCanActAlone, readBoshVersion } from '../../src/readings/versions.ts';
import { bosh, ranOf, vmSaid } from './ran.ts';

const deployment = 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
const fact = <T>(reading: Reading<T>): T => {
  if (isMissed(reading)) throw new Error(reading.unread);
  return reading;
};
const why = (reading: unknown): string =>
  isMissed(reading) ? reading.unread : `not missed: ${JSON.stringify(reading)}`;

describe('bosh instances', () => {
  const rows = fact(readInstances(bosh('03-instances-ps-details.json.txt')));
  test('gives each instance its processes', () => {
    expect(mastersOf(rows).map(row => row.instance.slice(0, 15))).toEqual([
      'master/774bfafe',
      'master/8cdf6298',
      'master/9b8ad6e0',
    ]);
    const broken = rows.find(row => row.instance.startsWith('master/9b8ad6e0'));
    expect(broken).toMatchObject({
      processState: 'failing',
      bootstrap: true,
      ignored: false,
      ips: ['172.28.3.2'],
      cid: 'master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_dd04187297f4',
    });
    expect(broken?.processes.find(process => process.name === 'etcd')).toEqual({
      name: 'etcd',
      state: 'unknown',
    });
  });
  test('tells an instance without a VM by its empty CID', () =>
    expect(rows.find(row => row.instance.startsWith('apply-addons'))?.cid).toBeNull());
  test('refuses a table without the columns it needs, and says which', () =>
    expect(why(readInstances(bosh('05-instances.json.txt')))).toContain('column process'));
});

describe('tasks', () => {
  test('are those of the deployment and delete_vm ones, whose deployment is empty', () => {
    const running = fact(readTasks(bosh('93-tasks-while-running.json.txt')));
    expect(running).toEqual([
      {
        id: '205009',
        state: 'processing',
        description: 'restart instance',
        deployment,
        user: 'ops_manager',
      },
    ]);
    const del = { id: '1', state: 'queued', description: 'delete vm x', deployment: '', user: 'x' };
    expect(tasksOf(deployment, [...running, del, { ...del, description: 'create release' }])).toEqual([
      ...running,
      del,
    ]);
    expect(fact(readTasks(bosh('13-tasks-empty.json.txt')))).toEqual([]);
  });
  test('have their id in the stream before any newline', () => {
    expect(taskIdsIn("Using environment 'x'\n\nTask 204424", '204423')).toEqual(['204424']);
    expect(taskIdsIn('Task 7', '6')).toEqual(['7']);
    const cck = bosh('32-cck-resolution-delete_vm_reference-tty.txt').stdout;
    expect([...new Set(taskIdsIn(cck, null))]).toEqual(['204559', '204574']);
    expect(new Set(taskIdsIn(bosh('21-delete-vm-n-tty.txt').stdout, null)).size).toBe(1);
    expect(taskIdsIn('the Task 9 is not one\n', null)).toEqual([]);
    expect(taskIdsIn('', null)).toEqual([]);
  });
  test('half of a number is no task: not by what was newest before, nor where nobody knows that', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 10_000_000 }), fc.boolean(), (before, known) => {
        const id = String(before + 1);
        for (let cut = 0; cut < id.length; cut++)
          expect(taskIdsIn(`\nTask ${id.slice(0, cut)}`, known ? String(before) : null)).toEqual([]);
        expect(taskIdsIn(`\nTask ${id}${known ? '' : ' | '}`, known ? String(before) : null)).toEqual([id]);
      }),
    );
  });
  test('are read one by one with bosh curl', () => {
    const task = fact(readTask(bosh('130-curl-delete-vm.txt')));
    expect(task).toMatchObject({ id: '204439', state: 'queued', deployment: null });
    expect(taskEnd(task)).toBeNull();
    expect(taskEnd({ ...task, state: 'timeout' })).toBe('timeout');
    expect(why(readTask(bosh('136-curl-404.txt')))).toContain('404');
  });
});

describe('what else bosh prints is read:', () => {
  test('the locks, and those of a deployment', () => {
    const locks = fact(readLocks(bosh('94-locks-while-running.json.txt')));
    expect(locksOf(deployment, locks)).toEqual([
      { type: 'deployment', resource: deployment, taskId: '205009' },
    ]);
    expect(locksOf('service-instance', locks)).toEqual([]);
    expect(fact(readLocks(bosh('12-locks-empty.json.txt')))).toEqual([]);
  });
  test('cck: a table is news also with exit 1, none is an error', () => {
    expect(fact(readProblems(bosh('27-cck-report.json.txt')))).toEqual([
      {
        id: '94',
        type: 'missing_vm',
        description: "VM for 'master/9b8ad6e0-a438-4033-9767-46c586fb4771 (0)' missing.",
        instance: 'master/9b8ad6e0-a438-4033-9767-46c586fb4771',
      },
    ]);
    expect(fact(readProblems(bosh('38-cck-report-no-problems.json.txt')))).toEqual([]);
    expect(fact(readProblems(bosh('34-cck-report-3problems.json.txt')))).toHaveLength(3);
    expect(why(readProblems(bosh('80-err-lock-held-cck.json.txt')))).toContain('locked');
  });
  test('the environment, the deployments and the versions', () => {
    const director = fact(readEnvironment(bosh('01-environment.json.txt')));
    expect(director).toMatchObject({ name: 'p-bosh', version: '271.2.0 (00000000)' });
    expect(directorCanActAlone(director.version)).toBe(true);
    expect(directorCanActAlone('270.3.9 (00000000)')).toBe(false);
    expect(fact(readDeployments(bosh('02-deployments.json.txt')))).toEqual([deployment]);
    const version = (stdout: string) => readBoshVersion(ranOf(['bosh', '--version'], { stdout }));
    expect(version('version 7.10.6-28c0c81c-2026-01-01T00:00:00Z\n\nSucceeded\n')).toBe('7.10.6');
    expect(why(version('version 5.5.1-7850ac98\n'))).toContain('5.5.1 is too old');
    expect(why(version('rubbish'))).toContain('bosh');
  });
  test('resurrection is off, on, or not told by an old Director', () => {
    const read = (stdout: string, more = {}) =>
      readResurrection(ranOf(['bosh', 'curl', '/resurrection'], { stdout, ...more }));
    expect(read('{"resurrection":true}')).toBe('on');
    expect(read('{"resurrection":false}\n')).toBe('off');
    expect(read('{"resurrection_paused":true}')).toBe('off');
    const old = bosh('136-curl-404.txt');
    expect(why(readResurrection(old))).toContain('270.8.0');
    expect(why(read(''))).toContain('printed nothing');
  });
  test('ssh: the row’s exit code is the truth, 255 is a VM that was not reached', () => {
    expect(fact(readVm(bosh('160-ssh-results-ok.json.txt')))).toMatchObject({ stdout: 'hi\n', exitCode: 0 });
    expect(fact(readVm(bosh('161-ssh-results-exit3.json.txt')))).toMatchObject({
      stdout: 'hi\n',
      exitCode: 3,
    });
    expect(fact(readVms(bosh('162-ssh-results-all-masters-one-fails.json.txt')))).toHaveProperty('size', 3);
    expect(
      why(readVm(vmSaid('', 255, 'ssh: connect to host 172.28.3.2 port 22: No route to host\n'))),
    ).toContain('No route to host');
    expect(fact(readVm(vmSaid('a\r\nb\r\n'))).stdout).toBe('a\nb\n');
    expect(why(readVm(bosh('169-ssh-instance-without-vm-tty.txt')))).toContain('no VM');
  });
});

describe('what bosh says when it says no', () => {
  test.each([
    ['65-err-unknown-deployment.json.txt', 'unknown-deployment', 'nope'],
    ['64-err-unknown-deployment-tty.txt', 'unknown-deployment', 'nope'],
    ['61-err-unknown-instance-uuid.json.txt', 'unknown-instance', '00000000'],
    ['68-err-bad-password.json.txt', 'unauthorized', '401'],
    ['67-err-bad-password-tty.txt', 'unauthorized', '401'],
    ['71-err-director-unreachable.json.txt', 'unreachable', '127.0.0.1:1'],
    ['124-director-dies-while-polling-tty.txt', 'unreachable', 'connection refused'],
    ['72-err-bad-ca-tty.txt', 'wrong-ca', 'unknown authority'],
    ['69-err-no-env-tty.txt', 'no-environment', 'BOSH_ENVIRONMENT'],
    ['74-err-task-not-found.json.txt', 'task-not-found', '99'],
    ['78-err-lock-held-restart-tty.txt', 'lock-held', '204847'],
    ['80-err-lock-held-cck.json.txt', 'lock-held', 'bosh locks'],
    ['82-err-http-500-tty.txt', 'director-error', '500'],
    ['136-curl-404.txt', 'not-found', '404'],
    ['81-err-delete-vm-cpi-error-tty.txt', 'task-failed', '204919'],
  ])('%s is %s', (file, name, words) => {
    const trouble = troubleOf(bosh(file));
    expect(trouble?.name).toBe(name);
    expect(trouble?.words.en).toContain(words);
    expect(trouble?.words.ko).toMatch(/[가-힣]/);
  });
  test.each([
    '03-instances-ps-details.json.txt',
    '21-delete-vm-n-tty.txt',
    '38-cck-report-no-problems.json.txt',
    '97-task-done.json.txt',
  ])('%s is no trouble', file => expect(troubleOf(bosh(file))).toBeNull());
  const refused = (status: number, body = '') =>
    `Finding deployments:\n  Director responded with non-successful status code '${status}' response '${body}'`;
  const toUaa = (why: string) =>
    `Requesting token via client credentials grant:\n  Performing request POST 'https://127.0.0.1:8443/oauth/token':\n    ${why}`;
  const uaaSaid = (status: number, error: string) =>
    `Requesting token via client credentials grant: UAA responded with non-successful status code '${status}' response '{"error":"${error}"}'`;
  const sayings = [
    ['uaa-wrong-ca', toUaa('Post "x": x509: certificate signed by unknown authority')],
    ['uaa-unreachable', toUaa('Post "x": dial tcp 127.0.0.1:8443: connect: connection refused')],
    ['token-expired', uaaSaid(401, 'invalid_token')],
    ['uaa-refused', uaaSaid(401, 'unauthorized')],
    ['uaa-error', uaaSaid(500, 'oops')],
    ['not-admin', refused(401, "Not authorized: '/vms/vm-1'\n")],
    ['unauthorized', refused(401, "Not authorized: '/deployments'\n")],
    ['wrong-ca', "Performing request GET 'https://127.0.0.1:25555/info':\n  x509: unknown authority"],
    ['unreachable', "Performing request GET 'https://127.0.0.1:25555/info':\n  connection refused"],
    ['not-found', refused(404, "Endpoint '/x' not found.")],
    ['director-error', refused(500)],
    ['director-not-up', refused(503)],
    ['director-not-up', 'Performing GET request:\n      Retry: <nil cause>'],
    [
      'no-ca-file',
      "invalid argument for flag `--ca-cert' (expected opts.CACertArg): Opening file /a/ca.pem: open /a/ca.pem: no such file or directory",
    ],
    ['gateway', refused(502)],
    ['refused', refused(400, 'no')],
  ] as const;
  test.each(sayings)('%s has a sentence and a next move of its own', (name, stderr) =>
    expect(troubleOf(ranOf(['bosh', 'deployments'], { stderr, exitCode: 1 }))?.name).toBe(name),
  );
  test('no two of them share one', () => {
    const words = sayings.map(
      ([, stderr]) => troubleOf(ranOf(['bosh', 'env'], { stderr, exitCode: 1 }))?.words,
    );
    expect(new Set(words.map(each => each?.en)).size).toBe(sayings.length);
    expect(new Set(words.map(each => each?.ko)).size).toBe(sayings.length);
  });
  test.each([
    ['deadline', 'gave no end within 60 s'],
    ['not-started', 'did not start'],
    ['killed', 'was killed'],
    ['lost', 'connection to the jump host'],
  ] as const)('%s', (end, words) =>
    expect(
      why(readInstances(ranOf(['bosh', '-d', 'x', 'instances'], { end, exitCode: null, seconds: 60 }))),
    ).toContain(words),
  );
});
