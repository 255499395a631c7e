import { describe, expect, test } from 'vitest';
import { bbrBackup } from '../../src/commands/bbr.ts';
import type { Ran } from '../../src/model/command.ts';
import { exampleContext } from '../../src/runbooks/example.ts';
import { failed, noEtcd, stepOf, withMaster } from './a-context.ts';

/** As `etcdctl snapshot save` of 3.4 and later leaves bbr: its first lines and then nothing (docs/evidence.md#snapshots). */
const silent: Ran = {
  ...{ command: bbrBackup(['./backup.sh'], 'd', 600), end: 'deadline', exitCode: null, why: 'silent' },
  ...{ stdout: '[bbr] 2020/08/05 02:21:40 INFO - Running backup scripts...\n', stderr: '' },
  ...{ sha256: '', lines: 1, seconds: 605 },
};
const context = exampleContext('disk-loss-original');
const down = withMaster(context, failed, { etcd: noEtcd });
const well = withMaster(context, failed, {
  etcd: context.seen.masters.find(m => m.instance !== failed)?.etcd ?? null,
});
const unread = withMaster(context, failed, { etcd: null });

describe('a backup that fell silent', () => {
  const attempt = stepOf('disk-loss-original', 'backup-attempt');
  test('is the expected failure where a member is read as down', () => {
    expect(attempt.proof(down, silent)).toMatchObject({ state: 'holds' });
    expect(attempt.expects?.(silent)?.en).toContain('printed nothing for 600 s');
  });
  test.each([
    ['serves', well],
    ['could not be read, which is not down', unread],
  ])('asks a person where every member %s, and names what it may have left', (_, seen) => {
    const proof = attempt.proof(seen, silent);
    expect(proof.state).toBe('broken');
    for (const words of Object.values(proof.words)) {
      expect(words).toContain('/var/vcap/store/bbr-backup');
      expect(words).toContain('bbr … cleanup');
      expect(words).toContain('etcdctl snapshot save');
    }
  });
  test('asks a person after the recovery, when nothing is down any more, and may be left out', () => {
    const after = stepOf('move-leader', 'backup');
    expect(after.proof(down, silent).state).toBe('broken');
    expect(after.skippable).toBe(true);
  });
  test('that was over its deadline is no silence', () => {
    expect(attempt.proof(down, { ...silent, seconds: 4 * 3600 + 1 }).state).toBe('broken');
  });
});
