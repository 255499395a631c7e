/** What one side of a TLS connection shows, and whom it believes; PEM. */
export type Side = { readonly ca: string; readonly cert: string; readonly key: string };
/** Where a member serves clients, and what they show it. */
export type Dial = { readonly url: string; readonly tls: Side };
/** Which certificate of a master: what clients see, what other members see, what its own etcdctl shows. */
export type CertificateName = 'etcd' | 'peer' | 'etcdctl-root';
