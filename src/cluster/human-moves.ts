import type { Instance } from './seen.ts';

/** Command lines for a person, filled in. They are run on the jump host with the Director's environment set. */

/** The data of a master whose etcd answers nothing: all that can be saved of it. */
export const copyDbLine = (deployment: string, instance: Instance): string =>
  `bosh -d ${deployment} ssh ${instance} -c 'sudo install -D -m 0600 /var/vcap/store/etcd/member/snap/db /var/vcap/data/pks-rescue/db-by-hand.db'`;

/** Of all masters, from the artifact of a `bbr … backup`; it replaces all data and stops kube-apiserver meanwhile. */
export const bbrRestoreLine = (deployment: string): string =>
  `bbr deployment --target "$BOSH_ENVIRONMENT" --username "$BOSH_CLIENT" --ca-cert "$BOSH_CA_CERT" --deployment ${deployment} restore --artifact-path <folder of the last good backup>`;
