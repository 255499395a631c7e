import { expect, test } from 'vitest';
import type { CureName } from '../../src/cluster/verdict-types.ts';
import { shownLine } from '../../src/commands/command.ts';
import { exampleContext, withPlaceholders } from '../../src/runbooks/example.ts';
import { stepsOf } from './a-context.ts';

/** A whole runbook as a person would type it; what repeats in each line is left out. */
const linesOf = (cure: CureName): string =>
  stepsOf(cure)
    .map(step => {
      const command = step.act?.(exampleContext(cure));
      const line = command ? shownLine(command) : (step.placeholder?.en ?? '');
      return withPlaceholders(`${step.id}: ${line}`)
        .replaceAll(' -d service-instance_<cluster uuid>', '')
        .replaceAll(' --results --json -c', ' -c')
        .replaceAll('ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl --command-timeout=5s', 'E');
    })
    .join('\n');

test('restart-process touches one etcd and nothing else', () => {
  expect(linesOf('restart-process')).toMatchInlineSnapshot(`
    "snapshot: bosh ssh master/<follower> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-snapshot: 83 lines>'\\'' pks-snapshot /var/vcap/data/pks-rescue/<run>.db'
    snapshot-copy: nice sh -c '<pks-keep: 78 lines>' pks-keep service-instance_<cluster uuid> master/<follower> /var/vcap/data/pks-rescue/<run>.db .pks-rescue/snapshots <run>.master-<follower>.db <its sha256> 10080
    monit-restart: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit restart etcd'
    recreate: bosh -n --tty --no-color recreate master/<failed> --no-converge
    canary: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E put /pks-rescue/canary/<run> '\\''written by <run>'\\'''
    canary-delete: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E del /pks-rescue/canary/<run>'
    verify: (reads each member, BOSH and the load balancer, again and again)
    backup: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>"
  `);
});

test('move-leader moves the leader to the other healthy member', () => {
  expect(linesOf('move-leader')).toMatchInlineSnapshot(`
    "snapshot: bosh ssh master/<follower> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-snapshot: 83 lines>'\\'' pks-snapshot /var/vcap/data/pks-rescue/<run>.db'
    snapshot-copy: nice sh -c '<pks-keep: 78 lines>' pks-keep service-instance_<cluster uuid> master/<follower> /var/vcap/data/pks-rescue/<run>.db .pks-rescue/snapshots <run>.master-<follower>.db <its sha256> 10080
    move-leader: bosh ssh master/<leader> --opts=-oConnectTimeout=5 -c 'sudo E move-leader <member id of the follower master>'
    monit-start: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit start etcd'
    recreate: bosh -n --tty --no-color recreate master/<failed> --no-converge
    canary: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E put /pks-rescue/canary/<run> '\\''written by <run>'\\'''
    canary-delete: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E del /pks-rescue/canary/<run>'
    verify: (reads each member, BOSH and the load balancer, again and again)
    backup: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>"
  `);
});

test('replace-member removes, sets aside, adds, starts', () => {
  expect(linesOf('replace-member')).toMatchInlineSnapshot(`
    "stop-rogue: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit stop etcd'
    snapshot: bosh ssh master/<follower> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-snapshot: 83 lines>'\\'' pks-snapshot /var/vcap/data/pks-rescue/<run>.db'
    snapshot-copy: nice sh -c '<pks-keep: 78 lines>' pks-keep service-instance_<cluster uuid> master/<follower> /var/vcap/data/pks-rescue/<run>.db .pks-rescue/snapshots <run>.master-<follower>.db <its sha256> 10080
    peer-url: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo bash -c '\\''. /var/vcap/jobs/etcd/bin/utils.sh && printf "%s\\n" "$etcd_peer_address"'\\'''
    stop-etcd: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit stop etcd'
    member-remove: bosh ssh master/<leader> --opts=-oConnectTimeout=5 -c 'sudo E member remove <member id of the failed master>'
    set-aside: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-set-aside: 5 lines>'\\'' pks-set-aside <run>'
    member-add: bosh ssh master/<leader> --opts=-oConnectTimeout=5 -c 'sudo E member add <uuid of the failed master> --peer-urls=<peer URL of the failed master>'
    monit-start: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit start etcd'
    joined: (reads each member until it has joined)
    recreate: bosh -n --tty --no-color recreate master/<failed> --no-converge
    canary: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E put /pks-rescue/canary/<run> '\\''written by <run>'\\'''
    canary-delete: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E del /pks-rescue/canary/<run>'
    verify: (reads each member, BOSH and the load balancer, again and again)
    backup: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>"
  `);
});

test('remove-half-added removes the unnamed member', () => {
  expect(linesOf('remove-half-added')).toMatchInlineSnapshot(`
    "snapshot: bosh ssh master/<follower> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-snapshot: 83 lines>'\\'' pks-snapshot /var/vcap/data/pks-rescue/<run>.db'
    snapshot-copy: nice sh -c '<pks-keep: 78 lines>' pks-keep service-instance_<cluster uuid> master/<follower> /var/vcap/data/pks-rescue/<run>.db .pks-rescue/snapshots <run>.master-<follower>.db <its sha256> 10080
    peer-url: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo bash -c '\\''. /var/vcap/jobs/etcd/bin/utils.sh && printf "%s\\n" "$etcd_peer_address"'\\'''
    stop-etcd: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit stop etcd'
    member-remove: bosh ssh master/<leader> --opts=-oConnectTimeout=5 -c 'sudo E member remove <member id of the failed master>'
    set-aside: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-set-aside: 5 lines>'\\'' pks-set-aside <run>'
    member-add: bosh ssh master/<leader> --opts=-oConnectTimeout=5 -c 'sudo E member add <uuid of the failed master> --peer-urls=<peer URL of the failed master>'
    monit-start: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo /var/vcap/bosh/bin/monit start etcd'
    joined: (reads each member until it has joined)
    recreate: bosh -n --tty --no-color recreate master/<failed> --no-converge
    canary: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E put /pks-rescue/canary/<run> '\\''written by <run>'\\'''
    canary-delete: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E del /pks-rescue/canary/<run>'
    verify: (reads each member, BOSH and the load balancer, again and again)
    backup: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>"
  `);
});

test('disk-loss-original is the runbook as it was written', () => {
  expect(linesOf('disk-loss-original')).toMatchInlineSnapshot(`
    "backup-attempt: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>
    snapshot: bosh ssh master/<follower> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-snapshot: 83 lines>'\\'' pks-snapshot /var/vcap/data/pks-rescue/<run>.db'
    snapshot-copy: nice sh -c '<pks-keep: 78 lines>' pks-keep service-instance_<cluster uuid> master/<follower> /var/vcap/data/pks-rescue/<run>.db .pks-rescue/snapshots <run>.master-<follower>.db <its sha256> 10080
    resurrection-off: bosh -n --tty --no-color update-resurrection off
    delete-vm: bosh -n --tty --no-color delete-vm <CID of the failed master>
    cck: bosh -n --tty --no-color cck --resolution delete_vm_reference
    recreate: bosh -n --tty --no-color recreate master/<failed>
    power-off-<follower>: govc vm.power -off -dc=<datacenter> -vm.uuid <instance uuid in vCenter of the follower master>
    power-off-<leader>: govc vm.power -off -dc=<datacenter> -vm.uuid <instance uuid in vCenter of the leader master>
    service-check: curl -sS -m 10 -w '
    %{http_code}
    ' <SERVICE_URL>
    power-on-<leader>: govc vm.power -on -dc=<datacenter> -vm.uuid <instance uuid in vCenter of the leader master>
    power-on-<follower>: govc vm.power -on -dc=<datacenter> -vm.uuid <instance uuid in vCenter of the follower master>
    resurrection-back: bosh -n --tty --no-color update-resurrection on
    canary: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E put /pks-rescue/canary/<run> '\\''written by <run>'\\'''
    canary-delete: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E del /pks-rescue/canary/<run>'
    verify: (reads each member, BOSH and the load balancer, again and again)
    backup: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>"
  `);
});

test('recreate renews one VM', () => {
  expect(linesOf('recreate')).toMatchInlineSnapshot(`
    "snapshot: bosh ssh master/<follower> --opts=-oConnectTimeout=5 -c 'sudo sh -c '\\''<pks-snapshot: 83 lines>'\\'' pks-snapshot /var/vcap/data/pks-rescue/<run>.db'
    snapshot-copy: nice sh -c '<pks-keep: 78 lines>' pks-keep service-instance_<cluster uuid> master/<follower> /var/vcap/data/pks-rescue/<run>.db .pks-rescue/snapshots <run>.master-<follower>.db <its sha256> 10080
    recreate: bosh -n --tty --no-color recreate master/<failed> --no-converge
    canary: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E put /pks-rescue/canary/<run> '\\''written by <run>'\\'''
    canary-delete: bosh ssh master/<failed> --opts=-oConnectTimeout=5 -c 'sudo E del /pks-rescue/canary/<run>'
    verify: (reads each member, BOSH and the load balancer, again and again)
    backup: ./bbr_pks_one_cluster_backup.sh service-instance_<cluster uuid>"
  `);
});
