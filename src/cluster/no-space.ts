import { type Instance, shortInstance } from '../model/instance.ts';
import { counted, joined, text, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { whyNotFreed } from './free-space.ts';
import { etcdctlMove, onMaster, saveFirst } from './human-moves.ts';
import type { Observation } from './observation.ts';
import type { Answering } from './quorum.ts';
import { firstOf, names, wrapper } from './sentences.ts';
import {
  compactTo,
  defragSeconds,
  fullOfLiveKeys,
  neededFor,
  noRoomOnDisk,
  onlyFragments,
  type Space,
  smallEnough,
  spaceFigures,
  spaceOf,
} from './space.ts';
import type { ByHand, HumanMove } from './verdict-types.ts';

const compactMove = (seen: Observation, on: Instance, revision: number): HumanMove =>
  etcdctlMove(
    seen,
    on,
    `compact ${revision}`,
    text(
      'forget old revisions (watches older than that list anew)',
      '이전 revision 정리(그보다 오래된 watch는 다시 list)',
    ),
    text(
      `compacted revision ${revision}, or "has been compacted" where it was done already`,
      `compacted revision ${revision}. 이미 정리된 경우 "has been compacted"`,
    ),
  );

/** Decides between history and live keys, whatever was reckoned before. */
const usedMove = (seen: Observation, space: Space): HumanMove => {
  const limit = smallEnough(space);
  const below = limit === null ? text('80 % of its quota', 'quota의 80%') : text(`${limit}`, `${limit}`);
  return etcdctlMove(
    seen,
    space.instance,
    'endpoint status -w json',
    text(
      `see what is in use on ${shortInstance(space.instance)}, twice, 5 s apart`,
      `${shortInstance(space.instance)}의 사용량을 5초 간격으로 두 번 확인`,
    ),
    text(
      `the same dbSizeInUse twice, below ${below.en}; if it stays above, stop: live keys fill it, and disarming brings the alarm back; \`/pks etcd-status\` again names what to do then`,
      `dbSizeInUse가 두 번 같고 ${below.ko} 미만. 그 이상이면 중단하세요. 현재 키만으로 가득 찬 상태라 알람을 해제해도 다시 발생합니다. \`/pks etcd-status\`를 다시 실행하면 다음 조치가 안내됩니다`,
    ),
  );
};

const defragMove = (seen: Observation, space: Space): HumanMove => {
  const { instance } = space;
  const [who, limit] = [shortInstance(instance), smallEnough(space)];
  const small = limit === null ? text('', '') : text(` below ${limit}`, `(${limit} 미만)`);
  return etcdctlMove(
    seen,
    instance,
    `defrag --command-timeout=${defragSeconds(space)}s`,
    text(
      `make the db of ${who} smaller; it does not serve meanwhile`,
      `${who}의 db 축소(그동안 서비스하지 않음)`,
    ),
    text(
      `"Finished defragmenting", then it answers again with a smaller dbSize${small.en}; after a timeout only look, never repeat`,
      `"Finished defragmenting" 출력 후 다시 응답하고 dbSize가 줄어듦${small.ko}. timeout이면 다시 실행하지 말고 상태만 확인`,
    ),
  );
};

const roomMove = (seen: Observation, space: Space): HumanMove => ({
  words: text(
    `see the room on the disk of ${shortInstance(space.instance)}`,
    `${shortInstance(space.instance)}의 디스크 여유 확인`,
  ),
  command: onMaster(seen, space.instance, 'sudo df -B1 /var/vcap/store'),
  see: text(
    `at least ${neededFor(space) ?? '?'} bytes available (1.2 times its db), else stop here`,
    `여유 ${neededFor(space) ?? '?'} bytes 이상(db의 1.2배). 모자라면 여기서 중단`,
  ),
});

/** One at a time, the leader last and only once another leads. */
const defragMoves = (seen: Observation, healthy: readonly Answering[]): readonly HumanMove[] => {
  const leads = ({ last }: Answering) => last.leaderId === last.memberId;
  const followers = healthy.filter(each => !leads(each));
  const leader = healthy.find(leads);
  const [next] = followers;
  const all = followers.map(each => defragMove(seen, spaceOf(each)));
  if (leader === undefined) return all;
  const moved =
    next === undefined
      ? []
      : [
          etcdctlMove(
            seen,
            leader.master.instance,
            `move-leader ${next.last.memberId}`,
            text(
              `let ${shortInstance(next.master.instance)} lead (writes pause for 0.02 s)`,
              `리더 이동: ${shortInstance(next.master.instance)}(쓰기 0.02초 중단)`,
            ),
            text('"Leadership transferred"', '"Leadership transferred" 출력'),
          ),
        ];
  return [...all, ...moved, defragMove(seen, spaceOf(leader))];
};

/** The quota counts the file, so it is made smaller on every member before the alarm goes. */
const makeRoom = (
  seen: Observation,
  healthy: readonly Answering[],
  spaces: readonly Space[],
): readonly HumanMove[] => {
  const [first, revision] = [firstOf(healthy), compactTo(healthy, spaces)];
  return [
    ...spaces.filter(noRoomOnDisk).map(space => roomMove(seen, space)),
    ...(revision === null ? [] : [compactMove(seen, first, revision)]),
    ...spaces.filter(space => !onlyFragments(space)).map(space => usedMove(seen, space)),
    ...defragMoves(seen, healthy),
    etcdctlMove(
      seen,
      first,
      'alarm disarm',
      text('take the alarm back, once every db is small', '모든 db가 작아진 뒤 알람 해제'),
      text('`alarm list` is empty, and still after 5 s', '`alarm list`가 비어 있고 5초 뒤에도 그대로'),
    ),
  ];
};

/** Names and numbers of keys only, never values. What is deleted is a person's to say. */
const fewerKeys = (seen: Observation, on: Instance): readonly HumanMove[] => [
  {
    words: text('count the keys of each kind (no values are read)', '종류별 키 개수 확인(값은 읽지 않음)'),
    command: onMaster(
      seen,
      on,
      `${wrapper} get /registry --prefix --keys-only --consistency=s | grep /registry | cut -d/ -f3 | sort | uniq -c | sort -rn | head -20`,
    ),
    see: text('a number and a kind a line, the most first', '개수와 종류가 많은 순서로 출력'),
  },
  etcdctlMove(
    seen,
    on,
    'del --prefix /registry/events/',
    text(
      'only once a person decided so, and where events are many: delete the Events of the cluster (deleting works under the alarm)',
      '사람이 결정한 경우에만, 이벤트가 많다면: 클러스터의 Event 삭제(알람 중에도 삭제는 가능)',
    ),
    text('how many were deleted', '삭제된 개수'),
  ),
  {
    words: text('look once more', '다시 확인'),
    command: `/pks etcd-status ${seen.cluster}`,
    see: text(
      'fewer live keys; then it names the compaction, the defrags and the disarm',
      '현재 키가 줄어들면 compact, defrag, disarm 명령이 안내됨',
    ),
  },
];

const cautionOf = (seen: Observation, healthy: readonly Answering[], spaces: readonly Space[]): Words => {
  const [full, short] = [spaces.filter(fullOfLiveKeys), spaces.filter(noRoomOnDisk)].map(of =>
    names(of.map(({ instance }) => instance)),
  );
  const away = seen.masters.filter(master => healthy.every(each => each.master !== master));
  const gone = names(away.map(({ instance }) => instance));
  const parts = [
    full
      ? text(
          `First save what is there. Live keys alone fill more than 80 % of the quota on ${full}: compacting and defragmenting win nothing there, and disarmed the alarm is back after a few writes. A person deletes keys that nobody needs, or raises quota-backend-bytes in the BOSH manifest (a deploy).`,
          `먼저 데이터를 저장합니다. ${full}에서는 현재 키만으로 quota의 80%를 넘어 compact와 defrag로 줄어들지 않고, 알람을 해제해도 쓰기 몇 번 만에 다시 발생합니다. 필요 없는 키를 사람이 삭제하거나 BOSH manifest의 quota-backend-bytes를 늘려야 합니다(deploy).`,
        )
      : text(
          'First save what is there. Then a person compacts, defragments one member after the other, the leader last, and disarms only once all of them are small.',
          '먼저 데이터를 저장합니다. 그다음 사람이 compact, 멤버별 defrag(리더는 마지막), 모두 작아진 뒤 alarm disarm을 차례로 해야 합니다.',
        ),
    ...(short && !full
      ? [
          text(
            `The room on the disk is short or not known on ${short}: a defrag needs 1.2 times the db there.`,
            `${short}의 디스크 여유가 부족하거나 알 수 없습니다. defrag에는 db의 1.2배가 필요합니다.`,
          ),
        ]
      : []),
    ...(gone
      ? [
          text(
            `${gone} is away: it comes back over its quota and raises the alarm for all again, so keep its etcd stopped until a defrag can follow at once.`,
            `${gone} 멤버가 빠져 있습니다. 돌아오면 quota를 넘은 상태라 전체 알람이 다시 발생하므로, 바로 defrag할 수 있을 때까지 etcd를 정지해 두세요.`,
          ),
        ]
      : []),
  ];
  return joined(parts, ' ');
};

const byHand = (
  seen: Observation,
  healthy: readonly Answering[],
  spaces: readonly Space[],
  whyNot: readonly Words[],
): ByHand => ({
  caution: joined(
    [
      ...whyNot.map(why =>
        text(`No run frees the space: ${why.en}.`, `봇이 공간을 확보하지 않습니다. ${why.ko}.`),
      ),
      cautionOf(seen, healthy, spaces),
    ],
    ' ',
  ),
  moves: [
    ...saveFirst(seen),
    ...(spaces.some(fullOfLiveKeys) ? fewerKeys(seen, firstOf(healthy)) : makeRoom(seen, healthy, spaces)),
  ],
});

export const noSpace = (
  seen: Observation,
  alarms: readonly string[],
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  /** What `endpoint health` makes of it: 3.4 looks away, 3.5 counts an alarm as unhealthy. */
  const sound = healthy.every(each => each.etcd.healthy);
  const spaces = healthy.map(spaceOf);
  const filled = joined(spaces.map(spaceFigures));
  const whyNot = whyNotFreed(seen, healthy);
  const finding = refusing(
    'no-space',
    [],
    {
      en: `etcd raised ${counted(alarms.length, 'alarm')} (${alarms.join(', ')}): writes are refused${sound ? ' although endpoint health says healthy' : ', and from 3.5 on endpoint health says unhealthy for that alone'}. Space: ${filled.en}.`,
      ko: `etcd 알람 ${alarms.length}건(${alarms.join(', ')}). ${sound ? 'endpoint health는 정상이라고 하지만' : '3.5부터는 이 알람만으로도 endpoint health가 비정상이라고 하며,'} 쓰기가 거부되고 있습니다. 공간: ${filled.ko}.`,
    },
    byHand(seen, healthy, spaces, whyNot),
    evidence,
  );
  return whyNot.length === 0 ? { ...finding, refused: null } : finding;
};
