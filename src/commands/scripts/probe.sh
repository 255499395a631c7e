#!/bin/sh
# probe.sh [SECONDS REVISION]: everything that one master can tell of itself, in one login: sections `@@ name`, read by
# src/readings/probe.ts. With SECONDS a member that answers is looked at once more, so much later, and tells its hash at
# revisions that the other masters will name too, and at the one that is remembered (`-`: none). Reads only.
STORE=/var/vcap/store
S=$STORE/etcd
LOG=/var/vcap/sys/log/etcd/etcd.stderr.log
MONIT=/var/vcap/bosh/bin/monit
# Where a master's own kube-apiserver says how it is: the port that PKS gives it.
HEALTH=https://localhost:8443/healthz
# LOCAL=true makes the wrapper ask this VM's own member only.
E='env ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=2s'
# Made with the cluster and never again; kube-apiserver lets nobody delete it. Only its key is ever read.
SYSTEM=/registry/namespaces/kube-system
. ./birth.sh
. ./disk.sh
. ./sample.sh

# etcdctl's stderr, which a tty would mix into what it prints, is gathered for a section of its own.
exec 3>&1
SAID=
SICK=
ask() {
  WHY=$("$@" 2>&1 >&3)
  RC=$?
  SAID="$SAID$WHY
"
  return $RC
}

# The VM and its disk. What could not be looked at is `unread`: neither there nor absent.
echo '@@ monit'; $MONIT summary 2>&1
echo '@@ mount'; mountpoint $STORE 2>&1
echo '@@ df'; df -Pk $STORE 2>&1
echo '@@ member'
if test -d $S/member; then echo present; elif test -e $S && ! ls $S >/dev/null 2>&1; then echo unread; else echo absent; fi
echo '@@ born'; echo "$(stat -Lc %W $S/member 2>/dev/null) $(date +%s)"
echo '@@ wal'
if test -d $S/member/wal; then ls -1 $S/member/wal 2>/dev/null || echo unread
elif test -d $S/member; then ls $S/member >/dev/null 2>&1 || echo unread; fi
echo '@@ ground'
if test -e $S; then stat -c 'owner %U' $S 2>/dev/null; else echo 'nothing there'; fi
if test -L $S/member; then test -e $S/member && echo 'link whole' || echo 'link dangling'; else echo 'link none'; fi
test -x /var/vcap/packages/etcd/bin/etcd && echo 'binary yes' || echo 'binary no'
echo '@@ clock'; date -u +%Y-%m-%dT%H:%M:%SZ
echo '@@ certificates'
for F in /var/vcap/jobs/etcd/config/*.crt; do
  test -e "$F" || continue
  # A bundle holds an old certificate beside the new one: each of them ends by itself.
  ENDS=$(openssl crl2pkcs7 -nocrl -certfile "$F" 2>/dev/null | openssl pkcs7 -print_certs -text -noout 2>/dev/null |
    sed -n 's/^ *Not After *: *//p')
  if test "$ENDS"; then echo "$ENDS" | sed "s|^|$F notAfter=|"; else echo "$F unread"; fi
done

# What etcd's log tells.
echo '@@ starts'
tail -n 20000 $LOG 2>/dev/null | grep -aE 'etcd Version:|"msg":"Running: ?"' | tail -n 200 | cut -c1-90
echo '@@ db'; wc -c < $S/member/snap/db 2>/dev/null
echo '@@ quota'
PID=$(cat /var/vcap/sys/run/bpm/etcd/etcd.pid 2>/dev/null)
P=/proc/$PID
tr '\0' '\n' 2>/dev/null < $P/environ | grep -a '^ETCD_QUOTA_BACKEND_BYTES='
tr '\0' ' ' 2>/dev/null < $P/cmdline | grep -aoE 'quota-backend-bytes[= ]-?[0-9]+'
grep -qa etcd $P/cmdline 2>/dev/null && echo read
echo '@@ log'; tail -n 400 $LOG 2>&1
echo '@@ apiserver'; curl -sk --max-time 2 -w '\n%{http_code}' $HEALTH 2>&1

# What etcd says of itself, where it answers; how its data began, where it does not; how far its disk came, where it is not
# healthy. A member that answers may not end its line, so the next section begins after an `echo`.
# One whose process is gone is asked all the same, and not waited for: its refused connection is etcdctl's whole patience.
[ -z "$PID" ] || [ -d "$P" ] || E="${E%2s}500ms"
echo; echo '@@ status'
if ask $E endpoint status -w json; then
  echo; echo '@@ at'; date +%s.%N
  echo; echo '@@ health'; ask $E endpoint health -w json || SICK=1
  echo; echo '@@ members'; $E member list 2>/dev/null
  echo '@@ alarms'; $E alarm list 2>/dev/null || echo unread
  # Keys are counted by `count` of a one-key range: --count-only exists from etcdctl 3.5 on, and 3.4 answers its usage.
  echo '@@ keys'; $E get '' --from-key --keys-only --limit=1 -w json 2>/dev/null
  K=$($E get $SYSTEM --keys-only -w json 2>/dev/null)
  echo '@@ kube-system'; printf '%s\n' "$K"
  [ $# -lt 2 ] || { later "$1" && hash_at "$(in_common "$(field revision "$K")" "$(field revision "$L")") ${2#-}"; }
else
  SICK=1
  echo; echo '@@ birth'; birth $LOG 2>/dev/null
fi
if test "$SICK"; then echo; echo '@@ disk'; disk $S/member 2>/dev/null; fi
echo; echo '@@ said'; printf '%s' "$SAID" | tail -n 20 | cut -c1-1000
echo '@@ end'
