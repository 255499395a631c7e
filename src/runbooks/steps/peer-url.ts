import { bosh } from '../../commands/bosh.ts';
import { peerUrl } from '../../commands/vm.ts';
import type { Ran } from '../../model/command.ts';
import { shortInstance } from '../../model/instance.ts';
import { readVm } from '../../readings/bosh-ssh.ts';
import { isMissed } from '../../readings/reading.ts';
import { josa, withMove } from '../../words.ts';
import { entryOf, idToRemove, listsOf } from '../member.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';

/** The one line that is a URL, whatever else the VM's shell says; null when there is none. */
const printedUrl = (ran: Ran | null): string | null => {
  const answer = ran && readVm(ran);
  if (!answer || isMissed(answer) || answer.exitCode !== 0) return null;
  const lines = answer.stdout.split('\n').map(line => line.trim());
  return lines.findLast(line => /^https?:\/\/[A-Za-z0-9.-]+:\d+$/.test(line)) ?? null;
};

const broken = (en: string, ko: string): Proof => ({ state: 'broken', words: { en, ko } });
const asksAgain = (en: string, ko: string): Proof => ({ state: 'broken', words: withMove({ en, ko }) });

/** The list alone is no answer: what is removed by it would be compared with itself. */
const known = (context: StepContext, ran: Ran | null): Proof => {
  const url = printedUrl(ran);
  const id = idToRemove(context);
  const listed = (id === null ? null : entryOf(context, { id }))?.peerUrls ?? [];
  const who = shortInstance(context.target);
  const [list, file] = [listed.join(', '), `${who}:/var/vcap/jobs/etcd/bin/utils.sh`];
  if (url === null)
    return asksAgain(
      `the script of ${who} does not tell its peer URL${list && `; that the member list has ${list} for ${id} is one source, and two are needed`}. Read etcd_peer_address in ${file}, then try again`,
      `${who}의 스크립트에서 peer URL을 알 수 없습니다${list && `. 멤버 목록의 ${josa(id ?? '?', '은/는')} ${list}이지만 출처가 둘이어야 합니다`}. ${file}의 etcd_peer_address를 확인한 뒤 다시 시도하세요`,
    );
  if (listed.length > 0 && !listed.includes(url))
    return broken(
      `the script of ${who} says ${url}, the member list has ${list} for ${id}: a person finds out which is right`,
      `${who}의 스크립트는 ${url}, 멤버 목록의 ${josa(id ?? '?', '은/는')} ${list}입니다. 어느 쪽이 맞는지 사람이 확인해야 합니다`,
    );
  const other = listsOf(context)
    ?.flat()
    .find(entry => entry.id !== id && entry.peerUrls.includes(url));
  if (other)
    return broken(
      `the script of ${who} says ${url}, which the member list has for ${other.id}, another member: a person finds out which is right`,
      `${who}의 스크립트는 ${url}이지만 멤버 목록에서는 다른 멤버 ${other.id}의 것입니다. 어느 쪽이 맞는지 사람이 확인해야 합니다`,
    );
  return {
    state: 'holds',
    words: {
      en: `${url} (by the job's own script${list && `, listed as ${id}`}).`,
      ko: `${url} (job 스크립트 기준${list && `, 멤버 id ${id}`}).`,
    },
    facts: { url, by: 'script' },
  };
};

/** Ids are matched by it: an unstarted member has no name, and a name can be another's. */
export const peerUrlStep = (): Step => ({
  id: 'peer-url',
  version: 1,
  kind: 'read',
  title: { en: 'Read the failed member’s peer URL', ko: '장애노드의 peer URL 확인' },
  risk: { en: 'Reads only.', ko: '읽기만 합니다.' },
  before: { en: 'its VM answers', ko: 'VM이 응답함' },
  after: {
    en: 'the job’s script and the member list say the same',
    ko: 'job 스크립트와 멤버 목록이 일치',
  },
  guards: () => [],
  act: context => bosh(context.deployment).ssh(context.target, peerUrl()),
  proof: known,
});
