import { walWords } from '../../cluster/evidence.ts';
import { bosh } from '../../commands/bosh.ts';
import { memberAdd, memberRemove } from '../../commands/vm.ts';
import type { Check } from '../../model/check.ts';
import type { Ran } from '../../model/command.ts';
import { type HexId, shortInstance } from '../../model/instance.ts';
import { readAddedMember } from '../../readings/etcd-members.ts';
import { isMissed } from '../../readings/reading.ts';
import { josa, type Words, withMove } from '../../words.ts';
import { established, withLists } from '../expected.ts';
import { preChecks, raisingChecks } from '../gates.ts';
import {
  addedId,
  entryOf,
  etcdStopped,
  helperOf,
  idToRemove,
  listedByNobody,
  listsOf,
  peerUrlOf,
  replacing,
} from '../member.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, isHealthy, survivors, targetOf } from '../step-context.ts';
import { startAddedStep } from './start-member.ts';

export const stoppedCheck = (context: StepContext): Check =>
  check('stopped', etcdStopped(context), {
    en: `etcd on ${shortInstance(context.target)} is ${etcdStopped(context) ? 'stopped' : 'not stopped; monit has to say "not monitored"'}`,
    ko: `${shortInstance(context.target)}의 etcd ${etcdStopped(context) ? '정지됨' : '미정지. monit이 "not monitored"여야 합니다'}`,
  });

/** The entry that is removed has the peer URL that the victim's own script told. */
const sameUrl = (context: StepContext): Check => {
  const [id, url] = [idToRemove(context), peerUrlOf(context)];
  const listed = (id === null ? null : entryOf(context, { id }))?.peerUrls ?? [];
  return check('peer-url', url !== null && listed.includes(url), {
    en: `member ${id ?? '?'} is listed with ${listed.join(', ') || 'no peer URL'}; ${shortInstance(context.target)} has ${url ?? 'an unknown one'}`,
    ko: `멤버 ${id ?? '?'}의 peer URL은 ${listed.join(', ') || '없음'}, ${josa(shortInstance(context.target), '은/는')} ${url ?? '알 수 없음'}`,
  });
};

const stillBroken = (context: StepContext): Check =>
  check('not-healthy', !isHealthy(targetOf(context)), {
    en: `etcd on ${shortInstance(context.target)} is ${isHealthy(targetOf(context)) ? 'healthy: it must not be removed' : 'not healthy'}`,
    ko: `${shortInstance(context.target)}의 etcd ${isHealthy(targetOf(context)) ? '정상이므로 제거하면 안 됩니다' : '비정상'}`,
  });

/** By the command, else by what the list was before this run's first act. */
const removedId = (context: StepContext, ran: Ran | null): HexId | null => {
  const told = / member remove ([0-9a-f]{1,16})$/.exec(ran?.command.argv.at(-1) ?? '')?.[1];
  const own = survivors(context).map(each => each.etcd?.status?.memberId);
  const gone = context.before.memberIds.filter(id => !own.includes(id));
  return told ?? (gone.length === 1 ? (gone[0] ?? null) : null);
};

const isGone = (context: StepContext, ran: Ran | null): Proof => {
  const id = removedId(context, ran);
  const lists = listsOf(context);
  if (id === null || lists === null || lists.some(list => list.some(entry => entry.id === id)))
    return {
      state: 'not-yet',
      words: {
        en: `member ${id ?? '?'} is ${lists === null ? 'not read: one of the two healthy lists is missing' : 'still listed'}`,
        ko: `멤버 ${id ?? '?'} ${lists === null ? '확인 불가: 정상노드의 목록을 읽지 못함' : '아직 목록에 있음'}`,
      },
    };
  return {
    state: 'holds',
    words: {
      en: `Both healthy members list ${lists[0]?.length ?? 0} members, without ${id}.`,
      ko: `정상노드 2대 모두 목록이 ${lists[0]?.length ?? 0}대이며 ${josa(id, '이/가')} 없습니다.`,
    },
    facts: { id },
  };
};

const removed = (context: StepContext): StepContext => {
  const id = idToRemove(context);
  return id === null
    ? context
    : established(
        withLists(context, list => list.filter(entry => entry.id !== id)),
        'member-remove',
        { id },
      );
};

export const memberRemoveStep = (): Step => ({
  id: 'member-remove',
  version: 2,
  ...replacing(removed, {
    en: 'the cluster has two members and needs both; the failed one is stopped and not listed',
    ko: '멤버 2대 구성으로 두 대가 모두 필요하며, 장애노드는 정지되어 목록에 없습니다',
  }),
  kind: 'change',
  title: { en: 'Remove the failed member from the member list', ko: '멤버 목록에서 장애노드 제거' },
  risk: {
    en: 'Until it is added again the cluster has two members. It needs both of them, as it does now.',
    ko: '다시 추가할 때까지 멤버 2대 구성입니다. 지금과 같이 두 대가 모두 필요합니다.',
  },
  before: {
    en: 'two healthy members that agree, a verified snapshot, the id known by its peer URL',
    ko: '서로 일치하는 정상노드 2대, 검증된 스냅샷, peer URL로 확인된 id',
  },
  after: { en: 'neither healthy member lists that id', ko: '정상노드 2대의 목록에 그 id가 없음' },
  needs: ['hash', 'second-look'],
  placeholder: {
    en: 'etcdctl member remove <id, read from the healthy members’ list right before>',
    ko: 'etcdctl member remove <직전에 정상노드의 목록에서 읽은 id>',
  },
  guards: context => [...preChecks(context, { stops: [] }), stillBroken(context), sameUrl(context)],
  skip: context =>
    listedByNobody(context)
      ? { en: 'the healthy members list nobody for it', ko: '정상노드의 목록에 해당 멤버가 없습니다' }
      : null,
  act: context => {
    const [helper, id] = [helperOf(context), idToRemove(context)];
    return helper && id ? bosh(context.deployment).ssh(helper.instance, memberRemove(id), 'changes') : null;
  },
  proof: isGone,
});

const refusal = (ran: Ran | null): Words | null => {
  const read = ran && readAddedMember(ran);
  if (read === null || !isMissed(read)) return null;
  return read.unread.includes('unhealthy cluster')
    ? withMove({
        en: 'etcd refused: "unhealthy cluster", its members have not been connected for 5 s yet. Nothing was added; try again in 30 s',
        ko: 'etcd가 거부했습니다: "unhealthy cluster". 멤버 간 연결이 아직 5초가 안 되었습니다. 추가된 것은 없으니 30초 뒤 다시 시도하세요',
      })
    : read.words;
};

const isListed = (context: StepContext, ran: Ran | null): Proof => {
  const url = peerUrlOf(context);
  const entry = url === null ? null : entryOf(context, { url });
  if (entry)
    return {
      state: 'holds',
      words: {
        en: `Both healthy members list it as ${entry.id} (${url}).`,
        ko: `정상노드 2대의 목록에 ${entry.id} (${url})로 추가되었습니다.`,
      },
      facts: { id: entry.id },
    };
  const refused = refusal(ran);
  return refused
    ? { state: 'broken', words: refused }
    : {
        state: 'not-yet',
        words: {
          en: `no member with ${url ?? '?'} is listed yet`,
          ko: `${url ?? '?'} 멤버가 아직 목록에 없음`,
        },
      };
};

/** The bootstrap instance without member/ would start an empty cluster of its own. */
const emptyFolder = (context: StepContext): Check => {
  const files = targetOf(context)?.files ?? null;
  const ok = files?.memberDir === true && files.walFiles === 0 && files.dbBytes === null;
  const what =
    files === null ? 'not read' : `${files.memberDir ? 'there' : 'absent'}, ${walWords(files.walFiles).en}`;
  return check('member-folder', ok, {
    en: `member/ on ${shortInstance(context.target)} has to be there and empty: ${what}`,
    ko: `${shortInstance(context.target)}의 member/가 비어 있는 상태여야 합니다: ${what}`,
  });
};

const addedNow = (context: StepContext): StepContext => {
  const url = peerUrlOf(context);
  const entry = { id: addedId, name: '', peerUrls: url === null ? [] : [url], learner: false };
  return established(
    withLists(context, list => [...list, entry]),
    'member-add',
    { id: addedId },
  );
};

export const memberAddStep = (needless?: (context: StepContext) => Words | null): Step => ({
  id: 'member-add',
  version: 2,
  ...replacing(addedNow, {
    en: 'a member is listed that has not started; no other can be added until it has',
    ko: '시작되지 않은 멤버가 목록에 남아, 시작할 때까지 다른 멤버를 추가할 수 없습니다',
  }),
  kind: 'change',
  title: { en: 'Add the member under its own peer URL', ko: '같은 peer URL로 멤버 추가' },
  risk: {
    en: 'It gets a new id and no data yet. With three listed, quorum stays two: the two healthy ones.',
    ko: '새 id를 받으며 아직 데이터는 없습니다. 목록이 3대여도 쿼럼은 2, 정상노드 2대로 유지됩니다.',
  },
  before: {
    en: 'nobody is listed for it, its etcd is stopped, its member/ is empty',
    ko: '목록에 없고 etcd가 정지했으며 member/가 비어 있음',
  },
  after: { en: 'both healthy members list it, not started', ko: '정상노드 2대의 목록에 있음(미시작)' },
  needs: ['hash'],
  placeholder: {
    en: 'etcdctl member add <instance uuid> --peer-urls=<as the job’s own script tells>',
    ko: 'etcdctl member add <인스턴스 uuid> --peer-urls=<job 스크립트 기준>',
  },
  guards: context => [
    ...raisingChecks(context),
    stoppedCheck(context),
    emptyFolder(context),
    check('listed', listedByNobody(context), {
      en: `the healthy members list ${listsOf(context)?.[0]?.length ?? '?'} members; it must not be among them yet`,
      ko: `정상노드의 목록은 ${listsOf(context)?.[0]?.length ?? '?'}대. 아직 포함되어 있으면 안 됩니다`,
    }),
  ],
  ...(needless ? { skip: needless } : {}),
  act: context => {
    const [helper, url, uuid] = [helperOf(context), peerUrlOf(context), context.target.split('/')[1]];
    return helper && url && uuid
      ? bosh(context.deployment).ssh(helper.instance, memberAdd(uuid, url), 'changes')
      : null;
  },
  undo: {
    trace: context => ({ url: peerUrlOf(context) ?? '' }),
    steps: () => [startAddedStep()],
  },
  proof: isListed,
});
