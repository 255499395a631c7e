import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claimPorts } from '../loopback.ts';
import type { Members } from '../member.ts';
import type { Rack } from '../seed.ts';
import { realMember } from './member.ts';
import { startSlowLink } from './slow-link.ts';
import { etcdTls } from './tls.ts';

export type Binaries = { readonly etcd: string; readonly etcdctl: string };

const shell = async (script: string, ...args: string[]): Promise<string> =>
  (await promisify(execFile)('sh', ['-c', script, 'sh', ...args])).stdout.trim();

/** etcd and etcdctl in one folder, or on PATH; null when either is missing or etcd is neither 3.4 nor 3.5. */
export const findEtcd = async (folder = ''): Promise<Binaries | null> => {
  const look = `P=$1; [ -z "$P" ] || PATH=$(cd "$P" && pwd)
command -v etcd && command -v etcdctl && etcd --version`;
  const answer = await shell(look, folder).catch(() => '');
  const [etcd = '', etcdctl = '', version = ''] = answer.split('\n');
  return /^etcd Version: 3\.[45]\./.test(version) ? { etcd, etcdctl } : null;
};

const plainPath = /^\/[A-Za-z0-9_./-]+$/;

/** Three real members under `folder`, not yet started. */
export const realMembers = async (
  folder: string,
  binaries: Binaries,
  masters: readonly [Rack, ...Rack[]],
): Promise<Members> => {
  if (!plainPath.test(folder))
    throw new Error(
      `${folder} cannot stand for /var/vcap in shell scripts: choose a folder of letters, digits, dots and dashes`,
    );
  const [first, ...others] = masters;
  const ports = await claimPorts([first.ip, ...others.map(m => m.ip)]);
  const quotas = new Map<string, number>();
  const behind = new Set<string>();
  const links: { stop(): void }[] = [];
  const tls = etcdTls(masters);
  const members = new Map(
    masters.map(rack => {
      const vcap = join(folder, `master-${rack.uuid.slice(0, 8)}`);
      const job = () => ({
        vcap,
        ...rack,
        clientPort: ports.client,
        peerPort: ports.peer,
        masters,
        listenPeerPort: behind.has(rack.uuid) ? ports.behind : ports.peer,
        quotaBytes: quotas.get(rack.uuid) ?? null,
        config: tls.files(rack.uuid),
      });
      const throwAway = { client: ports.throwAwayClient, peer: ports.throwAwayPeer };
      return [rack.uuid, realMember(job, binaries, throwAway, tls.client)] as const;
    }),
  );
  const of = (uuid: string) => {
    const member = members.get(uuid);
    if (!member) throw new Error(`${uuid} is none of the three masters`);
    return member;
  };
  for (const rack of masters)
    await mkdir(join(folder, `master-${rack.uuid.slice(0, 8)}`), { recursive: true });
  return {
    kind: 'real',
    of,
    limitSpace: async (uuid, bytes) => {
      quotas.set(uuid, bytes);
      await of(uuid).renderEtcdJob();
    },
    expire: async (uuid, name, until) => {
      tls.expire(uuid, name, until);
      await of(uuid).renderEtcdJob();
    },
    slowLink: async (from, to, ms) => {
      const rack = masters.find(master => master.uuid === from);
      const view = await of(to).view();
      if (!rack || !view) throw new Error(`a link from ${from} to ${to} needs both members to answer`);
      behind.add(from);
      await of(from).renderEtcdJob();
      await of(from).whileDown(async () => {});
      const ways = { ip: rack.ip, port: ports.peer, behind: ports.behind };
      const link = await startSlowLink(ways, view.id, ms, tls.peer(from));
      links.push(link);
      return link.undelay;
    },
    stop: async () => {
      for (const link of links) link.stop();
      await Promise.all([...members.values()].map(member => member.kill()));
      await ports.release();
    },
  };
};
