import type { CertificateName } from '../dial.ts';
import type { Machines, Master } from '../machines.ts';
import { until } from '../wait.ts';
import type { Fault } from './fault.ts';
import { ground, showsInLog, took } from './parts.ts';

const hour = 3_600_000;
const yesterday = () => new Date(Date.now() - 24 * hour);
const nextYear = () => new Date(Date.now() + 365 * 24 * hour);

/** Certificates are looked at when a connection begins, so each etcd is started anew with them. */
const set = async (
  machines: Machines,
  victims: readonly Master[],
  names: readonly CertificateName[],
  until: Date,
): Promise<void> => {
  for (const { uuid } of victims) for (const name of names) await machines.expire(uuid, name, until);
  await Promise.all(victims.map(victim => victim.member.whileDown(async () => {})));
};

/** What one client sees of one member: certificates expire together, the server's and the one that etcdctl shows. */
const seenByClients: readonly CertificateName[] = ['etcd', 'etcdctl-root'];

const allTurnAway = async (masters: readonly Master[]): Promise<boolean> => {
  const views = await Promise.all(masters.map(master => master.member.view()));
  return views.every(view => view === null) && masters.every(master => master.member.running());
};

const expired = (indexes: readonly number[], what: string): Fault => ({
  what,
  verdict: 'not-enough-seen',
  needs: 'real',
  inject: async machines => {
    const victims = machines.masters.filter(({ index }) => indexes.includes(index));
    await ground(machines);
    const at = yesterday();
    await set(machines, victims, seenByClients, at);
    await until('the etcd of each runs and turns its clients away', 60, () => allTurnAway(victims));
    return took(victims, `etcd.crt and etcdctl-root.crt ended ${at.toISOString()}`, async () => {
      await set(machines, victims, seenByClients, nextYear());
      await serving(machines);
    });
  },
});

const serving = (machines: Machines): Promise<void> =>
  until('the masters serve again', 60, async () =>
    (await Promise.all(machines.masters.map(master => master.member.healthy()))).every(Boolean),
  );

export const certificateExpired = expired(
  [2],
  'the certificates of one master have expired: it runs, and no client believes it',
);
export const certificatesExpiredOnTwo = expired([1, 2], 'the certificates of two masters have expired');
export const certificatesExpired = expired(
  [0, 1, 2],
  'the certificates of all three masters have expired: nobody can ask, all data are whole',
);

/** Members that no longer believe each other. A member that starts without a leader serves nobody, though it runs. */
export const peerCertificatesExpired: Fault = {
  what: 'the certificates between the members have expired: all three run, nobody leads, all data are whole',
  verdict: 'not-enough-seen',
  needs: 'real',
  inject: async machines => {
    const { masters } = machines;
    await ground(machines);
    const at = yesterday();
    await set(machines, masters, ['peer'], at);
    const [first] = masters;
    const shown = first && (await showsInLog(first, /certificate has expired|bad certificate/, 0));
    await until('three members run and none serves', 60, () => allTurnAway(masters));
    return took(masters, `peer.crt ended ${at.toISOString()}: ${shown}`, async () => {
      await set(machines, masters, ['peer'], nextYear());
      await serving(machines);
    });
  },
};
