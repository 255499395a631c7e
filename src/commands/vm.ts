import type { HexId } from '../cluster/seen.ts';

/**
 * Command lines that run on a master's VM, as argv. `bosh.ssh` carries them there, quoted by quoteArgv.
 * The box's VMs run these and nothing else (src/drill/foundation), so a new one is added in both places.
 */
export type VmCommand = readonly [string, ...string[]];

const wrapper = '/var/vcap/jobs/etcd/bin/etcdctl';
const monitPath = '/var/vcap/bosh/bin/monit';

/** The same with a script's lines left out: `<pks-snapshot: 28 lines>`. */
export const shownVm = (command: VmCommand): VmCommand => {
  const [program, ...args] = command;
  if (args[0] !== 'sh' || args[2] === undefined) return command;
  const lines = args[2].split('\n').length;
  return [program, 'sh', '-c', `<${args[3] ?? 'pks-probe'}: ${lines} lines>`, ...args.slice(3)];
};

/** LOCAL=true makes the wrapper ask this VM's own member only (facts/etcd.md section 1). */
export const etcdctl = (...args: string[]): VmCommand => [
  'sudo',
  'ETCDCTL_API=3',
  'LOCAL=true',
  wrapper,
  '--command-timeout=5s',
  ...args,
];

export const monit = (verb: 'start' | 'stop' | 'restart'): VmCommand => ['sudo', monitPath, verb, 'etcd'];

/** Where a master's own kube-apiserver says how it is: the port that PKS gives it. */
export const apiserverHealthUrl = 'https://localhost:8443/healthz';

/** Everything that one master can tell of itself, in one login: sections `@@ name`. Reads only.
 *  Keys are counted by `count` of a one-key range: --count-only exists from etcdctl 3.5 on, and 3.4 answers its usage. */
export const probeScript = `E='env ETCDCTL_API=3 LOCAL=true ${wrapper} --command-timeout=2s'
S=/var/vcap/store/etcd
echo '@@ monit'; ${monitPath} summary 2>&1
echo '@@ mount'; mountpoint /var/vcap/store 2>&1
echo '@@ df'; df -Pk /var/vcap/store 2>&1
echo '@@ member'; test -d $S/member && echo present || echo absent
echo '@@ wal'; ls -1 $S/member/wal 2>/dev/null
echo '@@ db'; wc -c < $S/member/snap/db 2>/dev/null
echo '@@ log'; tail -n 400 /var/vcap/sys/log/etcd/etcd.stderr.log 2>&1
echo '@@ apiserver'; curl -sk --max-time 2 -w '\\n%{http_code}' ${apiserverHealthUrl} 2>&1
echo; echo '@@ status'; if $E endpoint status -w json 2>/dev/null; then
echo; echo '@@ health'; $E endpoint health -w json 2>/dev/null
echo; echo '@@ members'; $E member list 2>/dev/null
echo '@@ alarms'; $E alarm list 2>/dev/null
echo '@@ keys'; $E get '' --from-key --keys-only --limit=1 -w json 2>/dev/null
fi; echo; echo '@@ end'`;
export const probe = (): VmCommand => ['sudo', 'sh', '-c', probeScript];

/** A second look at the same member, for "twice, 5 s apart". */
export const status = (): VmCommand => etcdctl('endpoint', 'status', '-w', 'json');

/** The hash of the key space at one revision (0: the newest). */
export const hashkv = (revision: number): VmCommand =>
  etcdctl('endpoint', 'hashkv', `--rev=${revision}`, '-w', 'json');

/** Must run on the leader's VM: a follower answers "no leader endpoint given", exit 128. */
export const moveLeader = (to: HexId): VmCommand => etcdctl('move-leader', to);
export const memberRemove = (id: HexId): VmCommand => etcdctl('member', 'remove', id);
export const memberAdd = (name: string, peerUrl: string): VmCommand =>
  etcdctl('member', 'add', name, `--peer-urls=${peerUrl}`);

const canaryKey = (run: string) => `/pks-rescue/canary/${run}`;
/** Outside /registry, so that Kubernetes never sees it. */
export const canaryPut = (run: string, value: string): VmCommand => etcdctl('put', canaryKey(run), value);
export const canaryGet = (run: string): VmCommand => etcdctl('get', canaryKey(run), '--print-value-only');
export const canaryDelete = (run: string): VmCommand => etcdctl('del', canaryKey(run));

/**
 * $1: where the snapshot goes. Saves it 0600, checks size and sha256 trailer, restores it into a throw-away member on
 * loopback and compares the key space's hash with the live member's at the same revision. Prints sections; exit 0 only
 * when all of it agreed. \`snapshot status\` is no proof: it accepts a flipped file (facts/etcd.md E12).
 */
export const snapshotScript = `set -u; umask 077
F=$1; T=$F.throw-away; B=/var/vcap/packages/etcd/bin
E='env ETCDCTL_API=3 LOCAL=true ${wrapper} --command-timeout=60s'
mkdir -p "\${F%/*}" || exit 11
echo '@@ save'; $E snapshot save "$F" 2>&1 || exit 12
echo '@@ size'; N=$(wc -c < "$F"); echo "$N"
echo '@@ trailer'; tail -c 32 "$F" | od -An -v -tx1 | tr -d ' \\n'; echo
echo '@@ computed'; head -c $((N - 32)) "$F" | sha256sum | cut -d' ' -f1
echo '@@ file'; sha256sum "$F" | cut -d' ' -f1
rm -rf "$T"
echo '@@ restore'; env ETCDCTL_API=3 nice $B/etcdctl snapshot restore "$F" --data-dir "$T" --name throw-away --initial-cluster throw-away=http://127.0.0.1:23800 --initial-advertise-peer-urls http://127.0.0.1:23800 2>&1 || exit 13
nice $B/etcd --name throw-away --data-dir "$T" --listen-client-urls http://127.0.0.1:23790 --advertise-client-urls http://127.0.0.1:23790 --listen-peer-urls http://127.0.0.1:23800 --initial-advertise-peer-urls http://127.0.0.1:23800 --initial-cluster throw-away=http://127.0.0.1:23800 > "$T.log" 2>&1 &
P=$!; I=0; H=
while [ $I -lt 40 ] && [ -z "$H" ]; do I=$((I + 1)); H=$(env ETCDCTL_API=3 $B/etcdctl --endpoints=http://127.0.0.1:23790 --command-timeout=2s endpoint hashkv -w json 2>/dev/null) || { H=; sleep 0.25; }; done
kill $P; wait $P 2>/dev/null
echo '@@ restored'; echo "$H"
R=$(printf '%s' "$H" | sed -n 's/.*"revision":\\([0-9]*\\).*/\\1/p')
echo '@@ live'; [ -n "$R" ] && $E endpoint hashkv --rev="$R" -w json 2>/dev/null; echo
rm -rf "$T" "$T.log"
echo '@@ end'; [ -n "$H" ]`;
export const snapshot = (path: string): VmCommand => [
  'sudo',
  'sh',
  '-c',
  snapshotScript,
  'pks-snapshot',
  path,
];

/** $1: a suffix. Never deletes member/: moves it aside and leaves an empty one, so that the job starts with `existing`. */
export const setAsideScript = `set -eu
S=/var/vcap/store/etcd
test ! -e $S/member || mv $S/member "$S/member.aside-$1"
install -d -m 0700 -o vcap -g vcap $S/member
echo "aside $S/member.aside-$1"`;
export const setAside = (suffix: string): VmCommand => [
  'sudo',
  'sh',
  '-c',
  setAsideScript,
  'pks-set-aside',
  suffix,
];

/** The peer URL that the job itself would use; the job's own script is the only place that knows it. */
export const peerUrlScript = '. /var/vcap/jobs/etcd/bin/utils.sh; etcd_peer_address';
export const peerUrl = (): VmCommand => ['sudo', 'bash', '-c', peerUrlScript];
