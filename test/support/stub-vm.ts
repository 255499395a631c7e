import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readIfThere } from './processes.ts';

/** What the stand-ins for etcd and etcdctl answer; a list is answered one after the other, its last one for ever. */
export type StubVm = {
  readonly freeKb?: number;
  /** Compact revisions of the live member, one for each `hashkv`. */
  readonly compactions?: readonly number[];
  /** Hash and compact revision of the restored copy. */
  readonly restored?: readonly [hash: number, compact: number];
  /** The restored copy starts and never answers. */
  readonly hangs?: boolean;
};

const hashkv = (hash: string, compact: string) =>
  `[{"Endpoint":"x","HashKV":{"header":{"cluster_id":1,"member_id":2,"revision":1210,"raft_term":2},"hash":${hash},"compact_revision":${compact}}}]`;
const status = `[{"Endpoint":"x","Status":{"header":{"cluster_id":1,"member_id":2,"revision":1204,"raft_term":2},"version":"3.4.23","dbSize":20480,"leader":2,"dbSizeInUse":16384}}]`;

/** A folder that stands for /var/vcap, whose etcd and etcdctl are shell scripts: for what real ones rarely do. */
export const stubVm = ({ freeKb = 9_000_000, compactions = [900], restored = [5, 900], hangs }: StubVm) => {
  const folder = mkdtempSync(join(tmpdir(), 'pks-stub-vm-'));
  const program = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, path), 0o755);
  };
  const pages = Buffer.alloc(20_480);
  writeFileSync(join(folder, 'good.db'), Buffer.concat([pages, createHash('sha256').update(pages).digest()]));
  program('stubs/df', `echo head; echo "/dev/sdb 1 1 ${freeKb} 1% /"`);
  program(
    'jobs/etcd/bin/etcdctl',
    `case "$*" in
*'endpoint status'*) echo '${status}' ;;
*'snapshot save'*) for F; do :; done; cat ${folder}/good.db >"$F" ;;
*hashkv*) N=$(cat ${folder}/asked 2>/dev/null || echo 0); echo $((N + 1)) >${folder}/asked
  set -- ${compactions.join(' ')}; [ $N -lt $# ] && shift $N || shift $(($# - 1)); echo '${hashkv('5', "'$1'")}' ;;
esac`,
  );
  program(
    'packages/etcd/bin/etcdctl',
    `case "$*" in
*'snapshot status'*) echo '{"hash":1,"revision":1204,"totalKey":3,"totalSize":20480}' ;;
*'snapshot restore'*) mkdir data ;;
*hashkv*) ${hangs ? 'exit 1' : `echo '${hashkv(String(restored[0]), String(restored[1]))}'`} ;;
esac`,
  );
  program('packages/etcd/bin/etcd', `echo $$ >${folder}/throw-away.pid; exec sleep 60`);
  return {
    folder,
    /** As the VM's sh: dash. */
    run: (script: string, ...args: string[]) =>
      spawn('sh', ['-c', script.replaceAll('/var/vcap', folder), 'stub', ...args], {
        env: { PATH: `${join(folder, 'stubs')}:${process.env.PATH}` },
        detached: true,
      }),
    /** Of the restored copy's process; null while it has not started, or its file is there and still empty. */
    throwAway: (): number | null => Number(readIfThere(join(folder, 'throw-away.pid'))) || null,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
export type StubbedVm = ReturnType<typeof stubVm>;
