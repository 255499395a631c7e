/** Every command of the CLI, as it lists them to someone who mistyped one. */
export const commandNames: string = [
  'add-blob, alias-env, attach-disk, blobs, cancel-task, cancel-tasks, clean-up, cloud-check,',
  'cloud-config, completion, config, configs, cpi-config, create-env, create-recovery-plan,',
  'create-release, curl, delete-config, delete-deployment, delete-disk, delete-env,',
  'delete-network, delete-release, delete-snapshot, delete-snapshots, delete-stemcell, delete-vm,',
  'deploy, deployment, deployments, diff-config, disks, environment, environments, errands, event,',
  'events, export-release, finalize-release, generate-job, generate-package, help, ignore,',
  'init-release, inspect-local-release, inspect-local-stemcell, inspect-release, instances,',
  'interpolate, locks, log-in, log-out, logs, manifest, networks, orphan-disk, orphaned-vms, pcap,',
  'recover, recreate, releases, remove-blob, repack-stemcell, reset-release, restart, run-errand,',
  'runtime-config, scp, sha1ify-release, sha2ify-release, snapshots, ssh, start, start-env,',
  'stemcells, stop, stop-env, sync-blobs, take-snapshot, task, tasks, unalias-env, unignore,',
  'update-cloud-config, update-config, update-cpi-config, update-resurrection,',
  'update-runtime-config, upload-blobs, upload-release, upload-stemcell, variables, vendor-package',
  'or vms',
].join(' ');
