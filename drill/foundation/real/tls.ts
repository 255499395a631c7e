import { type Authority, newAuthority } from '../certificates.ts';
import type { CertificateName, Side } from '../dial.ts';
import type { Rack } from '../seed.ts';

export type EtcdTls = {
  /** The files of jobs/etcd/config by name, as the Director would render them now. */
  files(uuid: string): Readonly<Record<string, string>>;
  /** What the box's own clients and writers show. */
  readonly client: Side;
  /** A master's own certificate between members. */
  peer(uuid: string): Side;
  /** From the next rendering on this certificate ended at that time. */
  expire(uuid: string, name: CertificateName, until: Date): void;
};

/** An issuer for clients and one for members, as PKS has them, with a set of certificates a master. */
export const etcdTls = (masters: readonly Rack[]): EtcdTls => {
  const [clients, peers] = [newAuthority('etcd CA'), newAuthority('etcd peer CA')];
  const ended = new Map<string, Date>();
  const made = new Map<string, ReturnType<Authority['issue']>>();
  /** The same until its end is moved. */
  const certificate = ({ uuid, ip }: Rack, name: string, by: Authority) => {
    const until = ended.get(`${uuid}/${name}`);
    const id = `${uuid}/${name}/${until?.toISOString()}`;
    // A member dials another from 127.0.0.1, wherever it listens.
    const found =
      made.get(id) ?? by.issue({ subject: name, ips: [ip, '127.0.0.1'], ...(until && { until }) });
    made.set(id, found);
    return found;
  };
  const rackOf = (uuid: string): Rack => {
    const rack = masters.find(master => master.uuid === uuid);
    if (!rack) throw new Error(`${uuid} is none of the masters`);
    return rack;
  };
  const sideOf = (uuid: string, name: string, by: Authority): Side => {
    const { certPem, keyPem } = certificate(rackOf(uuid), name, by);
    return { ca: by.caPem, cert: certPem, key: keyPem };
  };
  const box = clients.issue({ subject: 'the box', ips: [] });
  return {
    files: uuid => {
      const pairs = (['etcd', 'etcdctl', 'etcdctl-root', 'peer'] as const).flatMap(name => {
        const { cert, key } = sideOf(uuid, name, name === 'peer' ? peers : clients);
        return [[`${name}.crt`, cert] as const, [`${name}.key`, key] as const];
      });
      return {
        'etcd-ca.crt': clients.caPem,
        'etcdctl-ca.crt': clients.caPem,
        'peer-ca.crt': peers.caPem,
        ...Object.fromEntries(pairs),
      };
    },
    client: { ca: clients.caPem, cert: box.certPem, key: box.keyPem },
    peer: uuid => sideOf(uuid, 'peer', peers),
    expire: (uuid, name, until) => {
      ended.set(`${uuid}/${name}`, until);
    },
  };
};
