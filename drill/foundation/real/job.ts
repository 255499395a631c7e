/** The etcd job as PKS renders it on a VM, with this box's folder in place of /var/vcap (facts: ARCHITECTURE.md). */
export type JobFacts = {
  /** Stands for /var/vcap. */
  readonly vcap: string;
  readonly uuid: string;
  readonly index: number;
  readonly bootstrap: boolean;
  readonly ip: string;
  readonly clientPort: number;
  readonly peerPort: number;
  /** The peer port itself, or one behind it while a slow link stands there. */
  readonly listenPeerPort: number;
  readonly masters: readonly { readonly uuid: string; readonly ip: string }[];
  readonly quotaBytes: number | null;
  /** jobs/etcd/config by file name: certificates and keys. */
  readonly config: Readonly<Record<string, string>>;
};

/** jobs/etcd/bin/utils.sh: the only place that knows the URLs. Variables, no functions (docs/evidence.md#the-etcd-job). */
export const utilsScript = (job: JobFacts): string => `
etcd_endpoint_address="https://${job.ip}:${job.clientPort}"
etcd_endpoints="${job.masters.map(m => `https://${m.ip}:${job.clientPort}`).join(',')}"

etcd_peer_address="https://${job.ip}:${job.peerPort}"
etcd_peers="${job.masters.map(m => `${m.uuid}=https://${m.ip}:${job.peerPort}`).join(',')}"
`;

/** jobs/etcd/bin/etcdctl: all endpoints, or only the local one where LOCAL=true. */
export const etcdctlScript = (job: JobFacts): string => `#!/bin/sh
. ${job.vcap}/jobs/etcd/bin/utils.sh
if [ "\${LOCAL:-}" = true ]; then E=$etcd_endpoint_address; else E=$etcd_endpoints; fi
ETCDCTL_API=\${ETCDCTL_API:-3}; export ETCDCTL_API
C=${job.vcap}/jobs/etcd/config
exec ${job.vcap}/packages/etcd/bin/etcdctl --endpoints "$E" \\
  --cacert $C/etcdctl-ca.crt --cert $C/etcdctl-root.crt --key $C/etcdctl-root.key "$@"
`;

/**
 * jobs/etcd/bin/etcd. The membership logic is what makes losses differ: with member/ there, even empty, etcd starts as
 * `existing`; without it the bootstrap instance starts a NEW cluster of itself, and any other adds itself first.
 */
export const startScript = (job: JobFacts): string => `#!/bin/sh
. ${job.vcap}/jobs/etcd/bin/utils.sh
mkdir -p ${job.vcap}/sys/run/bpm/etcd ${job.vcap}/store/etcd
echo $$ > ${job.vcap}/sys/run/bpm/etcd/etcd.pid
STATE=existing
CLUSTER=$etcd_peers
if [ ! -d ${job.vcap}/store/etcd/member ]; then
  if [ ${job.bootstrap} = true ]; then
    STATE=new
    CLUSTER='${job.uuid}='$etcd_peer_address
  else
    ADDED=$(${job.vcap}/jobs/etcd/bin/etcdctl member add ${job.uuid} --peer-urls="$etcd_peer_address") || exit 1
    CLUSTER=$(printf '%s\\n' "$ADDED" | sed -n 's/^ETCD_INITIAL_CLUSTER="\\(.*\\)"$/\\1/p')
  fi
fi
chmod 700 ${job.vcap}/store/etcd
C=${job.vcap}/jobs/etcd/config
exec ${job.vcap}/packages/etcd/bin/etcd --name ${job.uuid} --data-dir ${job.vcap}/store/etcd \\
  --listen-client-urls "$etcd_endpoint_address" --advertise-client-urls "$etcd_endpoint_address" \\
  --listen-peer-urls 'https://${job.ip}:${job.listenPeerPort}' --initial-advertise-peer-urls "$etcd_peer_address" \\
  --client-cert-auth --trusted-ca-file $C/etcd-ca.crt --cert-file $C/etcd.crt --key-file $C/etcd.key \\
  --peer-client-cert-auth --peer-trusted-ca-file $C/peer-ca.crt --peer-cert-file $C/peer.crt --peer-key-file $C/peer.key \\
  --initial-cluster "$CLUSTER" --initial-cluster-state "$STATE"${job.quotaBytes === null ? '' : ` --quota-backend-bytes ${job.quotaBytes}`}
`;

/** What a VM has and this machine may not: each does what the scripts of src/commands/scripts/ need of it. */
export const stubs = (job: JobFacts): Readonly<Record<string, string>> => ({
  sudo: '#!/bin/sh\nexec env "$@"\n',
  mountpoint: '#!/bin/sh\necho "$1 is a mountpoint"\n',
  install: `#!/bin/sh
# The user vcap exists on a VM only: -o and -g go.
SKIP=
for A in "$@"; do
  shift
  if [ "$SKIP" ]; then SKIP=; continue; fi
  case $A in -o | -g) SKIP=1 ;; *) set -- "$@" "$A" ;; esac
done
PATH=\${PATH#*:}
exec install "$@"
`,
  curl: `#!/bin/sh
# The master's own kube-apiserver, as its process stands; nothing is dialled.
for A in "$@"; do URL=$A; done
test "$URL" = 'https://localhost:8443/healthz' || { echo "curl: the box knows no $URL" >&2; exit 6; }
grep -q "^Process 'kube-apiserver' *running" ${job.vcap}/sys/run/monit.summary && { printf 'ok\\n200'; exit; }
printf '\\n000'
exit 7
`,
  // Here every file is of whoever runs the box; on a VM etcd's are of vcap.
  stat: `#!/bin/sh
test "$1 $2" = '-c owner %U' && { test -e "$3" && echo 'owner vcap'; exit; }
PATH=\${PATH#*:}
exec stat "$@"
`,
  // The group of those who may become root: here everybody is one and the same.
  chgrp: '#!/bin/sh\nexit 0\n',
  monit: `#!/bin/sh
test "$1" = summary && exec cat ${job.vcap}/sys/run/monit.summary
echo "monit: the box answers $* itself" >&2
exit 1
`,
});
