import { type Instance, shortInstance } from '../model/instance.ts';
import { josa, type Words } from '../words.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import type { Signature } from './signature.ts';

const pairIsFine: Words = {
  en: 'the other two are healthy and agree',
  ko: '나머지 두 대는 정상이며 서로 일치합니다',
};

type Broken = Exclude<Signature['name'], 'unknown' | 'joining' | 'silent' | 'unread'>;
const said: Record<Broken, (who: string, found: Words) => Words> = {
  'process-down': (who, found) => ({
    en: `${who}'s etcd is down with its data intact: ${found.en}`,
    ko: `${who}의 etcd 프로세스가 내려가 있으나 데이터는 온전합니다(${found.ko})`,
  }),
  'raft-log-lost': (who, found) => ({
    en: `${who}'s raft log is lost: ${found.en}, member/ is there`,
    ko: `${who}의 raft 로그가 유실되었습니다. ${found.ko}, member/ 디렉터리는 남아 있습니다`,
  }),
  'disk-lost': (who, found) => ({
    en: `${who}'s etcd data are lost: ${found.en}`,
    ko: `${who}의 etcd 데이터가 유실되었습니다. ${found.ko}`,
  }),
  'disk-lost-bootstrap': (who, found) => ({
    en: `${who}'s etcd data are lost and it is the bootstrap instance: ${found.en}; alone it would start a new, empty cluster`,
    ko: `${who}의 etcd 데이터가 유실되었고 부트스트랩 인스턴스입니다. ${found.ko}. 혼자 기동하면 빈 클러스터를 새로 만듭니다`,
  }),
  corrupt: (who, found) => ({
    en: `${who}'s etcd data are corrupt: ${found.en}`,
    ko: `${who}의 etcd 데이터가 손상되었습니다. ${found.ko}`,
  }),
  'half-added': (who, found) => ({
    en: `${who} was added as a member and never started: ${found.en}`,
    ko: `${josa(who, '이/가')} 멤버로 추가만 되고 시작되지 않았습니다. ${found.ko}`,
  }),
  'removed-id': (who, found) => ({
    en: `${who}'s member id was removed but its old data are still there: ${found.en}`,
    ko: `${who}의 멤버 id는 제거되었는데 이전 데이터가 남아 있습니다. ${found.ko}`,
  }),
};

export const brokenSentence = (name: Broken, target: Instance, found: Words): Words => {
  const words = said[name](shortInstance(target), found);
  return { en: `${words.en}; ${pairIsFine.en}.`, ko: `${words.ko}. ${pairIsFine.ko}.` };
};

export const names = (instances: readonly Instance[]): string => instances.map(shortInstance).join(', ');

/** The job's own etcdctl of one master, as a person types it there. */
export const wrapper = 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl';
export const login = (seen: Observation, instance: Instance): string =>
  `bosh -d ${seen.deployment} ssh ${instance}`;

/** The first of the healthy, where a person asks something that any of them can answer. */
export const firstOf = (healthy: readonly Answering[]): Instance =>
  healthy[0]?.master.instance ?? 'master/<id>';
