import { type Instance, shortInstance } from '../model/instance.ts';
import { text, type Words } from '../words.ts';
import type { Observation } from './observation.ts';
import { login, names, wrapper } from './sentences.ts';
import type { HumanMove } from './verdict-types.ts';

/** What a person does where no cure is safe, as data: each command is one block with this cluster's values, for the jump host or,
 *  where it begins with /pks, for Slack. */

/** The data of a master whose etcd answers nothing: all that can be saved of it. */
export const copyDbLine = (deployment: string, instance: Instance): string =>
  `bosh -d ${deployment} ssh ${instance} -c 'sudo install -D -m 0600 /var/vcap/store/etcd/member/snap/db /var/vcap/data/pks-rescue/db-by-hand.db'`;

const copyMove = (deployment: string, instance: Instance): HumanMove => ({
  words: text(
    `copy the db file of ${shortInstance(instance)}, where etcd does not answer`,
    `etcd가 응답하지 않는 ${shortInstance(instance)}의 db 파일 복사`,
  ),
  command: copyDbLine(deployment, instance),
  see: text('it ends with exit code 0', '종료 코드 0'),
});

const snapshotMove = (cluster: string, up: readonly Instance[]): HumanMove => ({
  words: text(
    `save a snapshot of ${names(up)} (it changes nothing; one approver is asked)`,
    `${names(up)}의 스냅샷 저장(변경 없음, 승인자 1명)`,
  ),
  command: `/pks snapshot ${cluster}`,
  see: text(`its card says ${up.length} saved`, `카드에 ${up.length}대 저장 완료`),
});

/** What is still there, before anything else: snapshots where etcd answers, quorum or not, and files where it does not. */
export const saveFirst = ({ cluster, deployment, masters }: Observation): readonly HumanMove[] => {
  const up = masters.filter(master => master.etcd?.up).map(master => master.instance);
  const files = masters.filter(master => !master.etcd?.up && master.files?.memberDir);
  return [
    ...(up.length === 0 ? [] : [snapshotMove(cluster, up)]),
    ...files.map(master => copyMove(deployment, master.instance)),
  ];
};

/** Of all masters, from the artifact of a `bbr … backup`; it replaces all data and stops kube-apiserver meanwhile. */
const bbrRestoreLine = (deployment: string): string =>
  `bbr deployment --target "$BOSH_ENVIRONMENT" --username "$BOSH_CLIENT" --ca-cert "$BOSH_CA_CERT" --deployment ${deployment} restore --artifact-path <folder of the last good backup>`;

/** After a restore, or where a smaller revision is meant. */
export const recordRestored = (cluster: string): HumanMove => ({
  words: text(
    'record the restore, also one that a person did on purpose before',
    '복원 기록(이전에 의도적으로 복원한 경우 포함)',
  ),
  command: `/pks restored ${cluster}`,
  see: text('three approvers typed it', '승인자 3명이 입력'),
});

/** The last resort. What was written after the backup is lost with it. */
export const restoreByHand = ({ cluster, deployment }: Observation): readonly HumanMove[] => [
  {
    words: text(
      'only once a person decided so: restore the last good backup (it replaces the data of all masters and stops kube-apiserver meanwhile; what was written since is lost)',
      '사람이 결정한 경우에만: 마지막 정상 백업 복원(모든 마스터의 데이터를 교체하며 그동안 kube-apiserver가 멈추고, 백업 이후의 쓰기는 유실됨)',
    ),
    command: bbrRestoreLine(deployment),
    see: text(
      'bbr ends with exit code 0, and all three members answer',
      'bbr 종료 코드 0, 멤버 3대 모두 응답',
    ),
  },
  recordRestored(cluster),
];

/** One line in a master's own shell, asked by the jump host. */
export const onMaster = (seen: Observation, instance: Instance, line: string): string =>
  `${login(seen, instance)} -c '${line}'`;

/** The job's own etcdctl on one master, and what its answer has to say. */
export const etcdctlMove = (
  seen: Observation,
  instance: Instance,
  verb: string,
  words: Words,
  see: Words,
): HumanMove => ({
  words,
  command: onMaster(seen, instance, `${wrapper} ${verb}`),
  see,
});

/** Does it answer now? */
export const askAgain = (seen: Observation, instance: Instance): HumanMove =>
  etcdctlMove(
    seen,
    instance,
    'endpoint status -w json',
    text(`ask ${shortInstance(instance)} itself`, `${shortInstance(instance)}에 직접 조회`),
    text(
      'a status with a leader; then `/pks etcd-status` again',
      '리더가 있는 status. 그다음 `/pks etcd-status` 다시 실행',
    ),
  );
