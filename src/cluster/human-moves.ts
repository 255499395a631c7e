import type { Instance } from '../model/instance.ts';
import type { Words } from '../words.ts';
import type { Observation } from './observation.ts';
import { names } from './sentences.ts';

/** What a person does where no cure is safe, with the command lines filled in: they run on the jump host. */

/** The data of a master whose etcd answers nothing: all that can be saved of it. */
export const copyDbLine = (deployment: string, instance: Instance): string =>
  `bosh -d ${deployment} ssh ${instance} -c 'sudo install -D -m 0600 /var/vcap/store/etcd/member/snap/db /var/vcap/data/pks-rescue/db-by-hand.db'`;

/** Of all masters, from the artifact of a `bbr … backup`; it replaces all data and stops kube-apiserver meanwhile. */
const bbrRestoreLine = (deployment: string): string =>
  `bbr deployment --target "$BOSH_ENVIRONMENT" --username "$BOSH_CLIENT" --ca-cert "$BOSH_CA_CERT" --deployment ${deployment} restore --artifact-path <folder of the last good backup>`;

/** What is still there, before anything else: snapshots where etcd answers, quorum or not, and files where it does not. */
export const saveFirst = ({ cluster, deployment, masters }: Observation): Words => {
  const up = masters.filter(master => master.etcd?.up).map(master => master.instance);
  const files = masters.filter(master => !master.etcd?.up && master.files?.memberDir);
  const lines = files.map(master => copyDbLine(deployment, master.instance)).join(' ; ');
  const snapshots: Words =
    up.length === 0
      ? {
          en: 'no etcd answers, so there is no snapshot to take',
          ko: '응답하는 etcd가 없어 스냅샷은 받을 수 없음',
        }
      : {
          en: `\`/pks snapshot ${cluster}\` takes a snapshot of ${names(up)} (it changes nothing and asks nobody)`,
          ko: `\`/pks snapshot ${cluster}\`으로 ${names(up)}의 스냅샷 저장(변경 없음, 승인 불필요)`,
        };
  const copies: Words =
    files.length === 0
      ? { en: '', ko: '' }
      : {
          en: `; where etcd does not answer copy its file: ${lines}`,
          ko: `. etcd가 응답하지 않는 마스터는 파일 복사: ${lines}`,
        };
  return { en: snapshots.en + copies.en, ko: snapshots.ko + copies.ko };
};

/** The last resort. What was written after the backup is lost with it. */
export const restoreByHand = ({ cluster, deployment }: Observation): Words => ({
  en: `\`${bbrRestoreLine(deployment)}\` (it replaces the data of all masters and stops kube-apiserver meanwhile), then \`/pks restored ${cluster}\``,
  ko: `\`${bbrRestoreLine(deployment)}\` 실행(모든 마스터의 데이터를 교체하며 그동안 kube-apiserver가 멈춤) 후 \`/pks restored ${cluster}\``,
});
