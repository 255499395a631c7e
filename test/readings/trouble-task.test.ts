import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstances } from '../../src/readings/bosh-instances.ts';
import { troubleOf } from '../../src/readings/trouble.ts';
import { bosh, ranOf } from './ran.ts';

const said = (file: string) =>
  ranOf(['bosh', '-d', 'x', 'instances', '--details', '--ps', '--json'], {
    exitCode: 1,
    stdout: readFileSync(new URL(`../fixtures/cases/bosh/${file}`, import.meta.url), 'utf8'),
  });

describe('a failed task is told with the Director’s own reason and the move that follows from it', () => {
  test.each([
    [
      '03-get-state-timeout.json',
      "Director task 66 ended as error: Timed out sending 'get_state' to 629b4355-532c-4a5d-baa3-6d21a68d3b61 after 45 seconds. Agent 629b4355-532c-4a5d-baa3-6d21a68d3b61 does not answer: look which VM has it (`bosh instances --details`, Agent ID) and whether that VM is on, then try again.",
    ],
    [
      '13a-cpi-stuck.txt',
      "Director task 577 ended as error: CPI error 'Bosh::Clouds::CloudError' with message 'delete failed when stop it: timeout' in 'delete_vm' CPI method. The cloud refused delete_vm: look at that VM and its recent tasks in vCenter, then try again.",
    ],
    [
      '14a-ignored.txt',
      "Director task 5 ended as error: You are trying to change the state of the ignored instance 'master/9b8a'. This operation is not allowed. You need to unignore it first. Find out who ignored it and why; then run `bosh unignore master/9b8a` and try again.",
    ],
    [
      '14d-drain.txt',
      'Director task 8 ended as error: Action Failed get_task: Task 1 result: 1 of 5 drain scripts failed. Failed Jobs: etcd. Successful Jobs: bpm. The drain script of etcd failed: look at /var/vcap/sys/log/etcd/drain* on that VM, then try again.',
    ],
  ])('%s', (file, words) => {
    const trouble = troubleOf(said(file));
    expect(trouble).toMatchObject({ name: 'task-failed', words: { en: words } });
    expect(trouble?.words.ko).toMatch(/[가-힣]/);
  });

  test('also where a reading fails', () =>
    expect(readInstances(said('03-get-state-timeout.json'))).toMatchObject({
      trouble: 'task-failed',
      unread: expect.stringContaining("Timed out sending 'get_state'"),
    }));

  test('as the real CLI prints it', () =>
    expect(troubleOf(bosh('81-err-delete-vm-cpi-error-tty.txt'))?.words.en).toMatch(
      /^Director task 204919 ended as error: Unknown CPI error 'Unknown' with message 'The operation is not allowed in the current state\.' in 'delete_vm'/,
    ));

  const reasons = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 '"\\{}:/|,-]{0,80}[a-z]$/);
  const plain = (reason: string) =>
    `Task 7 | 01:02:03 | Error: ${reason}\n\nTask 7 error\n  Expected task '7' to succeed but state is 'error'`;
  const json = (reason: string) =>
    JSON.stringify({
      Tables: null,
      Blocks: ['\nTask 7 | 01:02:02 | Doing: it', '\n', '\nTask 7 | 01:02:03 | ', `Error: ${reason}`],
      Lines: ['Task 7', "x:\n  Expected task '7' to succeed but state is 'error'", 'Exit code 1'],
    });
  test.each([
    ['in plain words', plain],
    ['as JSON', json],
  ])('whatever the reason, %s', (_how, print) => {
    fc.assert(
      fc.property(reasons, reason => {
        const words = troubleOf(ranOf(['bosh', 'x'], { exitCode: 1, stdout: print(reason) }))?.words.en ?? '';
        expect(words).toContain(`ended as error: ${reason.replaceAll(/\s+/g, ' ')}. `);
      }),
    );
  });

  test('of several lines is one, and as long as a card can bear', () => {
    const many = `Unable to render. Errors are:\n  - one\n    - two ${'x'.repeat(400)}`;
    const words = troubleOf(ranOf(['bosh', 'x'], { exitCode: 1, stdout: plain(many) }))?.words.en ?? '';
    expect(words).toContain('ended as error: Unable to render. Errors are: - one - two xxx');
    expect(words.length).toBeLessThan(450);
  });

  test('where the Director gives none, the task is to be read', () =>
    expect(
      troubleOf(
        ranOf(['bosh', 'x'], { exitCode: 1, stderr: "Expected task '7' to succeed but state is 'timeout'" }),
      )?.words.en,
    ).toBe(
      'Director task 7 ended as timeout. Read it with `bosh task 7 --debug`, then look at the instances.',
    ));
});
