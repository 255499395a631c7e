import { type Instance, shortInstance } from '../model/instance.ts';
import { text, type Words } from '../words.ts';
import type { FilesObservation } from './observation.ts';

/** Before the first irreversible step it is known that the next ones can work there. */

export const filesUnread = (instance: Instance): Words =>
  text(
    `what is on the disk of ${shortInstance(instance)} was not read; look again before anything is changed`,
    `${shortInstance(instance)}의 디스크 상태를 읽지 못했습니다. 변경하기 전에 다시 점검하세요`,
  );

export const badMount = (
  deployment: string,
  instance: Instance,
  { mounted }: FilesObservation,
): Words | null => {
  if (mounted === true || mounted === undefined) return null;
  const who = shortInstance(instance);
  return mounted === null
    ? text(
        `whether /var/vcap/store on ${who} is its persistent disk was not read (mountpoint); look again`,
        `${who}의 /var/vcap/store가 persistent disk인지 읽지 못했습니다(mountpoint). 다시 점검하세요`,
      )
    : text(
        `/var/vcap/store on ${instance} is no mount point: its persistent disk is not attached. Run \`bosh -d ${deployment} cck --report\` and attach it first`,
        `${instance}의 /var/vcap/store가 마운트되어 있지 않습니다. persistent disk가 연결되지 않은 상태이니 \`bosh -d ${deployment} cck --report\`로 확인하고 먼저 연결하세요`,
      );
};

const unread = (ground: FilesObservation['ground']): readonly string[] => [
  ...(ground?.link == null ? ['member/'] : []),
  ...(ground?.binary == null ? ['packages/etcd'] : []),
  ...(ground?.owner == null ? ['owner'] : []),
];
/** Why it can't be said whether the next steps can work there: what was not read; null: all of it was. */
export const notRead = (who: string, ground: FilesObservation['ground']): Words | null => {
  const lacking = unread(ground).join(', ');
  if (lacking === '') return null;
  return text(
    `whether the next steps can work on ${who} was not read (${lacking}); look again before anything is changed`,
    `${who}에서 다음 단계가 가능한지 읽지 못했습니다(${lacking}). 변경하기 전에 다시 점검하세요`,
  );
};

/** What makes the later steps of a cure fail on this master, as far as it was read; null: nothing does. */
export const brokenGround = (instance: Instance, { ground }: FilesObservation): Words | null => {
  const who = shortInstance(instance);
  if (ground?.link === 'dangling')
    return text(
      `/var/vcap/store/etcd/member on ${who} is a link to nothing: its data may be on a disk that is not there. A person looks where it points (\`readlink -f\`) first`,
      `${who}의 /var/vcap/store/etcd/member가 끊어진 링크입니다. 데이터가 연결되지 않은 디스크에 있을 수 있으니 사람이 먼저 링크 대상(\`readlink -f\`)을 확인하세요`,
    );
  if (ground?.binary === false)
    return text(
      `etcd's program is missing on ${who} (/var/vcap/packages/etcd/bin/etcd): no start can work; renew the job there first`,
      `${who}에 etcd 실행 파일(/var/vcap/packages/etcd/bin/etcd)이 없어 기동할 수 없습니다. 먼저 job을 다시 배포하세요`,
    );
  if (ground?.owner && ground.owner !== 'vcap')
    return text(
      `/var/vcap/store/etcd on ${who} belongs to ${ground.owner}, not to vcap: etcd could not write there; give it back first (\`chown -R vcap:vcap\`)`,
      `${who}의 /var/vcap/store/etcd 소유자가 vcap이 아니라 ${ground.owner}입니다. etcd가 쓸 수 없으니 먼저 \`chown -R vcap:vcap\`으로 되돌리세요`,
    );
  return null;
};

/** The same, or what was asked and not read. A recording that did not ask says nothing. */
export const badGround = (instance: Instance, files: FilesObservation): Words | null =>
  brokenGround(instance, files) ??
  (files.ground === undefined ? null : notRead(shortInstance(instance), files.ground));
