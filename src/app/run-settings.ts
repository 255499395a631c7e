import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { Settings } from '../runbooks/runbook.ts';

/** What the configuration says to the runbooks. */
export const settingsOf = (config: Config): Settings => ({
  bbrScript: config.BBR_SCRIPT,
  bbrSilenceSeconds: config.BBR_SILENCE_SECONDS,
  serviceUrl: config.SERVICE_URL ?? null,
  datacenter: config.GOVC_DATACENTER ?? null,
  holdSeconds: config.HOLD_SECONDS,
  cures33: config.ETCD_33_CURES === 'on',
  joinSeconds: config.JOIN_SECONDS,
  settleSeconds: config.SETTLE_SECONDS,
  snapshots: {
    folder:
      config.JUMP_HOST === 'local'
        ? resolve(config.DATA_DIR, 'snapshots')
        : `${config.JUMP_HOST_FOLDER.replace(/^~\//, '')}/snapshots`,
    keepDays: config.SNAPSHOT_KEEP_DAYS,
    etcdBin: config.ETCD_BIN ?? null,
    host: config.JUMP_HOST,
  },
});
