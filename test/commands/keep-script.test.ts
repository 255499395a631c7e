import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Kept, keepSnapshot, pruneSnapshots } from '../../src/commands/keep-snapshot.ts';
import { readKept } from '../../src/readings/kept-snapshot.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { ranOf } from '../readings/ran.ts';
import { stubVm } from '../support/stub-vm.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const instance = 'master/9b8ad6e0-a438-4033-9767-46c586fb4771';
const content = Buffer.from('every Secret of the cluster');
const sha256 = createHash('sha256').update(content).digest('hex');

/** A jump host whose bosh is a shell script: scp gives `sent`, ssh is written down and ends with `sshExit`. */
const aJumpHost = ({ sent = content, sshExit = 0 } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'pks-jump-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const vm = stubVm({});
  ends.push(vm.remove);
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'sent'), sent);
  const bosh = join(folder, 'bin/bosh');
  writeFileSync(
    bosh,
    `#!/bin/sh\necho "$*" >>${folder}/said\ncase "$*" in *' scp '*) for T; do :; done; cat ${folder}/sent >"$T" ;; *) exit ${sshExit} ;; esac\n`,
  );
  chmodSync(bosh, 0o755);
  const snapshots = { folder: 'kept/snapshots', keepDays: 7, etcdBin: null, host: 'local' };
  const run = (command: ReturnType<typeof pruneSnapshots>) => {
    const [program, ...args] = command.argv;
    const done = spawnSync(program, args, {
      cwd: folder,
      env: { PATH: `${folder}/bin:${vm.folder}/stubs:${process.env.PATH}` },
      encoding: 'utf8',
    });
    return ranOf(command.argv, {
      tool: 'sh',
      stdout: done.stdout,
      stderr: done.stderr,
      exitCode: done.status,
    });
  };
  const keep = (restore: Kept['restore'] = null) => {
    const kept = { instance, path: '/var/vcap/data/pks-rescue/run-1.db', name: 'run-1.db', sha256, restore };
    const seen = readKept(run(keepSnapshot('service-instance_1', kept, snapshots)), 1204);
    return { seen, why: isMissed(seen) ? seen.unread : '' };
  };
  return {
    folder: join(folder, 'kept/snapshots'),
    vm,
    keep,
    prune: () => run(pruneSnapshots(snapshots)),
    files: () => readdirSync(join(folder, 'kept/snapshots')),
    said: () => readFileSync(join(folder, 'said'), 'utf8').trim().split('\n'),
  };
};

test('a snapshot comes into a folder of 0700 as 0600, is handed over before and removed from its VM after', () => {
  const host = aJumpHost();
  expect(host.keep().seen).toMatchObject({
    path: join(host.folder, 'run-1.db'),
    day: new Date().toISOString().slice(0, 10),
    onVm: 'removed',
    restored: 'not-tried',
    room: null,
  });
  expect(statSync(host.folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(host.folder, 'run-1.db')).mode & 0o777).toBe(0o600);
  const [offer = '', copy = '', clear = '', ...more] = host.said();
  expect(offer).toContain(
    `ssh ${instance} --opts=-oConnectTimeout=5 --results --json -c sudo sh -c 'chgrp bosh_sudoers`,
  );
  expect(copy).toContain(`scp ${instance}:/var/vcap/data/pks-rescue/run-1.db ${host.folder}/run-1.db.part`);
  expect(clear).toContain("sudo sh -c 'rm -f");
  expect(more).toEqual([]);
});

test('a copy that sums to something else is removed, and the one on the VM stays', () => {
  const host = aJumpHost({ sent: Buffer.from('cut') });
  expect(host.keep().why).toContain('It is on its VM as before');
  expect(host.files()).toEqual([]);
  expect(host.said().some(line => line.includes('rm -f'))).toBe(false);
});

test('a copy on the VM that could not be removed is named', () =>
  expect(aJumpHost({ sshExit: 1 }).keep().seen).toMatchObject({ onVm: 'there' }));

test('run again it goes on with the file that it has', () => {
  const host = aJumpHost();
  host.keep();
  expect(host.keep().seen).toMatchObject({ onVm: 'removed' });
  expect(host.said().filter(line => line.includes(' scp '))).toHaveLength(1);
});

test('with ETCD_BIN a copy is restored here, and nothing of it stays', () => {
  const host = aJumpHost();
  const bin = join(host.vm.folder, 'packages/etcd/bin');
  expect(host.keep({ bin, revision: '1204', compact: '900' }).seen).toMatchObject({
    restored: { revision: 1204, hash: 5, compactRevision: 900 },
  });
  expect(host.files()).toEqual(['run-1.db']);
  expect(existsSync(`/proc/${host.vm.throwAway()}`)).toBe(false);
});

test('ETCD_BIN without etcd in it proves nothing, and says so', () => {
  expect(aJumpHost().keep({ bin: '/nowhere', revision: '1204', compact: '900' }).seen).toMatchObject({
    restored: null,
  });
});

test('what is older than the days it is kept is removed, and nothing else', () => {
  const host = aJumpHost();
  expect(host.prune().exitCode).toBe(0);
  host.keep();
  const old = (name: string, days: number) => {
    writeFileSync(join(host.folder, name), '');
    const at = Date.now() / 1000 - days * 86_400;
    utimesSync(join(host.folder, name), at, at);
  };
  old('run-0.db', 8);
  old('run-0.db.part', 8);
  old('notes.txt', 8);
  old('run-2.db', 6);
  expect(host.prune().stdout).toContain('run-0.db');
  expect(host.files().toSorted()).toEqual(['notes.txt', 'run-1.db', 'run-2.db']);
});
