import { bosh } from '../../commands/bosh.ts';
import { peerUrl } from '../../commands/vm.ts';
import type { Ran } from '../../model/command.ts';
import { shortInstance } from '../../model/instance.ts';
import { readVm } from '../../readings/bosh-ssh.ts';
import { isMissed } from '../../readings/reading.ts';
import { josa } from '../../words.ts';
import { entryOf, idToRemove } from '../member.ts';
import type { Proof, Scene, Step } from '../runbook.ts';

/** The one line that is a URL, whatever else the VM's shell says; null when there is none. */
const printedUrl = (ran: Ran | null): string | null => {
  const answer = ran && readVm(ran);
  if (!answer || isMissed(answer) || answer.exitCode !== 0) return null;
  const lines = answer.stdout.split('\n').map(line => line.trim());
  return lines.findLast(line => /^https?:\/\/[A-Za-z0-9.-]+:\d+$/.test(line)) ?? null;
};

const known = (scene: Scene, ran: Ran | null): Proof => {
  const printed = printedUrl(ran);
  const id = idToRemove(scene);
  const listed = (id === null ? null : entryOf(scene, { id }))?.peerUrls ?? [];
  const url = printed ?? listed[0];
  const who = shortInstance(scene.target);
  if (url === undefined)
    return {
      state: 'broken',
      words: {
        en: `neither the script of ${who} nor the member list tells its peer URL; read ${who}:/var/vcap/jobs/etcd/bin/utils.sh`,
        ko: `${who}의 스크립트와 멤버 목록 어디에서도 peer URL을 알 수 없습니다. ${who}:/var/vcap/jobs/etcd/bin/utils.sh를 확인하세요`,
      },
    };
  if (listed.length > 0 && !listed.includes(url))
    return {
      state: 'broken',
      words: {
        en: `the script of ${who} says ${url}, the member list has ${listed.join(', ')} for ${id}: a person finds out which is right`,
        ko: `${who}의 스크립트는 ${url}, 멤버 목록의 ${josa(id ?? '?', '은/는')} ${listed.join(', ')}입니다. 어느 쪽이 맞는지 사람이 확인해야 합니다`,
      },
    };
  const by = printed === null ? { en: 'by the member list', ko: '멤버 목록 기준' } : null;
  return {
    state: 'holds',
    words: {
      en: `${url} (${by?.en ?? "by the job's own script"}${listed.length > 0 ? `, listed as ${id}` : ''}).`,
      ko: `${url} (${by?.ko ?? 'job 스크립트 기준'}${listed.length > 0 ? `, 멤버 id ${id}` : ''}).`,
    },
    facts: { url },
  };
};

/** Ids are matched by it: an unstarted member has no name, and a name can be another's. */
export const peerUrlStep = (): Step => ({
  id: 'peer-url',
  version: 1,
  kind: 'read',
  title: { en: 'Read the failed member’s peer URL', ko: '장애 멤버의 peer URL 확인' },
  risk: { en: 'Reads only.', ko: '읽기만 합니다.' },
  before: { en: 'its VM answers', ko: 'VM이 응답함' },
  after: {
    en: 'the job’s script and the member list say the same',
    ko: 'job 스크립트와 멤버 목록이 일치',
  },
  guards: () => [],
  act: scene => bosh(scene.deployment).ssh(scene.target, peerUrl()),
  proof: known,
});
