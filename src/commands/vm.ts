import type { HexId } from '../model/instance.ts';
import { clearScript, offerScript, snapshotScript, etcdctlWrapper as wrapper } from './vm-snapshot.ts';

/**
 * Command lines that run on a master's VM, as argv. `bosh.ssh` carries them there, quoted by quoteArgv.
 * The box's VMs run these and nothing else (drill/foundation), so a new one is added in both places.
 */
export type VmCommand = readonly [string, ...string[]];

const monitPath = '/var/vcap/bosh/bin/monit';

/** The same with a script's lines left out: `<pks-snapshot: 28 lines>`. */
export const shownVm = (command: VmCommand): VmCommand => {
  const [program, ...args] = command;
  if (args[0] !== 'sh' || args[2] === undefined) return command;
  const lines = args[2].split('\n').length;
  return [program, 'sh', '-c', `<${args[3] ?? 'pks-probe'}: ${lines} lines>`, ...args.slice(3)];
};

/** LOCAL=true makes the wrapper ask this VM's own member only (docs/evidence.md#the-etcd-job). */
const etcdctl = (...args: string[]): VmCommand => [
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

/**
 * awk over the whole etcd log: how the data that are there now began. Prints one line: whether `member/` was there at the
 * last start that made a new log ("starting member"; every later start says "restarting"), or `unseen` when no such start
 * is in the log; and how many other members were known since, which each start writes anew. A start that is over, or ended
 * by a fatal line, says nothing of the next one's folder. All of it in 3.3's and 3.4's words and in the JSON of 3.4 and 3.5. Exported for its tests. */
export const birthAwk = `/etcd Version:|"msg":"Running: ?"|^panic: | C [|] |"level":"(fatal|panic)"/ { dir = "absent" }
/already initialized/ { dir = "present" }
/: starting member |"starting local member"/ { birth = dir; others = 0 }
/starting member [0-9a-f]+ / { match($0, /starting member [0-9a-f]+/); own = substr($0, RSTART + 16, RLENGTH - 16); dir = "absent" }
/"(re)?starting local member"/ { match($0, /"local-member-id":"[0-9a-f]+"/); own = substr($0, RSTART + 19, RLENGTH - 20); dir = "absent" }
/added member [0-9a-f]+ / { match($0, /added member [0-9a-f]+/); if (substr($0, RSTART + 13, RLENGTH - 13) != own) others++ }
/"added-peer-id":"/ { match($0, /"added-peer-id":"[0-9a-f]+"/); if (substr($0, RSTART + 17, RLENGTH - 18) != own) others++ }
/"recovered-remote-peer-id":"/ { match($0, /"recovered-remote-peer-id":"[0-9a-f]+"/); if (substr($0, RSTART + 28, RLENGTH - 29) != own) others++ }
END { print (birth == "" ? "unseen" : birth), others + 0 }`;

/** Made with the cluster and never again; kube-apiserver lets nobody delete it. Only its key is ever read. */
const systemKey = '/registry/namespaces/kube-system';

/** Everything that one master can tell of itself, in one login: sections `@@ name`. Reads only.
 *  Keys are counted by `count` of a one-key range: --count-only exists from etcdctl 3.5 on, and 3.4 answers its usage.
 *  etcdctl's stderr, which a tty would mix into what it prints, stands in a section of its own. Exported for its tests. */
export const probeScript = `exec 3>&1; SAID=
ask() { WHY=$("$@" 2>&1 >&3); RC=$?; SAID="$SAID$WHY\n"; return $RC; }
E='env ETCDCTL_API=3 LOCAL=true ${wrapper} --command-timeout=2s'
S=/var/vcap/store/etcd
echo '@@ monit'; ${monitPath} summary 2>&1
echo '@@ mount'; mountpoint /var/vcap/store 2>&1
echo '@@ df'; df -Pk /var/vcap/store 2>&1
echo '@@ member'; if test -d $S/member; then echo present; elif test -e $S && ! ls $S >/dev/null 2>&1; then echo unread; else echo absent; fi
echo '@@ born'; echo "$(stat -Lc %W $S/member 2>/dev/null) $(date +%s)"
echo '@@ wal'; if test -d $S/member/wal; then ls -1 $S/member/wal 2>/dev/null || echo unread; elif test -d $S/member; then ls $S/member >/dev/null 2>&1 || echo unread; fi
echo '@@ ground'; if test -e $S; then stat -c 'owner %U' $S 2>/dev/null; else echo 'nothing there'; fi; if test -L $S/member; then test -e $S/member && echo 'link whole' || echo 'link dangling'; else echo 'link none'; fi
test -x /var/vcap/packages/etcd/bin/etcd && echo 'binary yes' || echo 'binary no'
echo '@@ clock'; date -u +%Y-%m-%dT%H:%M:%SZ
echo '@@ certificates'; for F in /var/vcap/jobs/etcd/config/*.crt; do test -e "$F" && echo "$F $(openssl x509 -noout -enddate -in "$F" 2>/dev/null || echo unread)"; done
echo '@@ starts'; tail -n 20000 /var/vcap/sys/log/etcd/etcd.stderr.log 2>/dev/null | grep -aE 'etcd Version:|"msg":"Running: ?"' | tail -n 200 | cut -c1-90
echo '@@ db'; wc -c < $S/member/snap/db 2>/dev/null
echo '@@ log'; tail -n 400 /var/vcap/sys/log/etcd/etcd.stderr.log 2>&1
echo '@@ apiserver'; curl -sk --max-time 2 -w '\\n%{http_code}' ${apiserverHealthUrl} 2>&1
echo; echo '@@ status'; if ask $E endpoint status -w json; then
echo; echo '@@ at'; date +%s.%N
echo; echo '@@ health'; ask $E endpoint health -w json
echo; echo '@@ members'; $E member list 2>/dev/null
echo '@@ alarms'; $E alarm list 2>/dev/null || echo unread
echo '@@ keys'; $E get '' --from-key --keys-only --limit=1 -w json 2>/dev/null
echo '@@ kube-system'; $E get ${systemKey} --keys-only -w json 2>/dev/null
else echo; echo '@@ birth'; awk '${birthAwk}' /var/vcap/sys/log/etcd/etcd.stderr.log 2>/dev/null
fi; echo; echo '@@ said'; printf '%s' "$SAID" | tail -n 20 | cut -c1-1000
echo '@@ end'`;
export const probe = (): VmCommand => ['sudo', 'sh', '-c', probeScript];

/** A second look at the same member, for "twice, 5 s apart". Its stamp is from before it, as the probe's is from after the
 *  first: what lies between two stamps lay between the looks. */
const statusScript = `date +%s.%N; ETCDCTL_API=3 LOCAL=true exec ${wrapper} --command-timeout=5s endpoint status -w json`;
export const status = (): VmCommand => ['sudo', 'sh', '-c', statusScript, 'pks-status'];

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

export const saveSnapshot = (path: string): VmCommand => [
  'sudo',
  'sh',
  '-c',
  snapshotScript,
  'pks-snapshot',
  path,
];
export const snapshotOffer = (path: string): VmCommand => [
  'sudo',
  'sh',
  '-c',
  offerScript,
  'pks-offer',
  path,
];
export const snapshotClear = (path: string): VmCommand => [
  'sudo',
  'sh',
  '-c',
  clearScript,
  'pks-clear',
  path,
];

/** $1: a suffix. Never deletes member/: moves it aside and leaves an empty one, so that the job starts with `existing`. */
const setAsideScript = `set -eu
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

/** The peer URL that the job itself would use: a variable of its own script (docs/evidence.md#the-etcd-job). Exported for its tests. */
export const peerUrlScript = '. /var/vcap/jobs/etcd/bin/utils.sh && printf "%s\\n" "$etcd_peer_address"';
export const peerUrl = (): VmCommand => ['sudo', 'bash', '-c', peerUrlScript];
