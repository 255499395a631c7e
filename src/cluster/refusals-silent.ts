import { shortInstance } from '../model/instance.ts';
import { joined, josa, same, text, type Words } from '../words.ts';
import { renewMove } from './certificates.ts';
import { type Finding, refusing } from './finding.ts';
import { askAgain, onMaster } from './human-moves.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { names } from './sentences.ts';
import { expiredOf, monitWord, type NotServing, notServing } from './silence.ts';
import type { ByHand } from './verdict-types.ts';

/** No answer is not "down": why a member was not heard, and what a person does who wants to hear it. */

type Told = { readonly what: Words; readonly next: Words };
const told: Readonly<Record<Exclude<NotServing, 'down' | 'answers' | 'certificate'>, Told>> = {
  refused: {
    what: { en: 'its port refuses connections', ko: '포트가 연결을 거부합니다' },
    next: { en: 'Look at its log', ko: '로그를 확인하세요' },
  },
  starting: {
    what: { en: 'its etcd is being started', ko: 'etcd가 기동하는 중입니다' },
    next: {
      en: 'Wait until it is up: a big db takes minutes',
      ko: '기동이 끝날 때까지 기다리세요. db가 크면 몇 분 걸립니다',
    },
  },
  unasked: {
    what: { en: 'its VM could not be asked', ko: 'VM에 물어볼 수 없습니다' },
    next: { en: 'Bring its agent and ssh back', ko: 'agent와 ssh를 먼저 복구하세요' },
  },
  auth: {
    what: {
      en: 'etcd asks for a user or a role that etcdctl has not',
      ko: 'etcd가 etcdctl에 없는 사용자나 권한을 요구합니다',
    },
    next: {
      en: 'Look at `auth status`, and at how kube-apiserver logs in',
      ko: '`auth status`와 kube-apiserver의 로그인 방식을 확인하세요',
    },
  },
  permission: {
    what: {
      en: 'etcdctl itself could not run or read its files',
      ko: 'etcdctl 자체가 실행되지 못했거나 파일을 읽지 못했습니다',
    },
    next: { en: 'Look at the rights of /var/vcap/jobs/etcd', ko: '/var/vcap/jobs/etcd의 권한을 확인하세요' },
  },
  'no-leader': {
    what: { en: 'it knows no leader', ko: '리더를 알지 못합니다' },
    next: {
      en: 'Check port 2380 between the masters and the peer certificates',
      ko: '마스터 간 2380 포트와 peer 인증서를 확인하세요',
    },
  },
  timeout: {
    what: {
      en: 'etcdctl waited in vain: it may be frozen, slow or without a leader',
      ko: 'etcdctl이 시간 초과되었습니다. 멈춰 있거나 느리거나 리더가 없는 상태일 수 있습니다',
    },
    next: {
      en: 'Look at its disk latency, CPU and port 2380',
      ko: '디스크 지연, CPU, 2380 포트를 확인하세요',
    },
  },
  unknown: {
    what: { en: 'why, nobody kept or knows', ko: '이유가 남아 있지 않거나 알려지지 않았습니다' },
    next: { en: 'Ask it by hand', ko: '직접 조회해 보세요' },
  },
};

/** What monit and the master's own kube-apiserver say of it, and etcdctl's last word. */
export const otherWitnesses = (master: MasterObservation): readonly Words[] => {
  const [monit, api] = [monitWord(master), master.apiserver];
  const said = master.etcd?.said?.trim().split('\n').at(-1)?.trim().slice(-200);
  return [
    ...(monit === null ? [] : [same(`monit: ${monit}`)]),
    ...(api === null || api.said === '' ? [] : [same(`kube-apiserver: ${api.said}`)]),
    ...(said ? [same(`etcdctl: ${said}`)] : []),
  ];
};

const line = (master: MasterObservation): Words => {
  const why = notServing(master);
  const who = shortInstance(master.instance);
  const more = joined(otherWitnesses(master), ', ');
  const what: Words =
    why === 'down'
      ? { en: 'its process is down', ko: '프로세스가 내려가 있습니다' }
      : why === 'answers'
        ? { en: 'it answers, but is not healthy', ko: '응답하지만 정상이 아닙니다' }
        : why === 'certificate'
          ? { en: 'a certificate is in the way', ko: '인증서 문제입니다' }
          : told[why].what;
  return {
    en: `${who}: ${what.en}${more.en ? ` (${more.en})` : ''}`,
    ko: `${who}: ${what.ko}${more.ko ? ` (${more.ko})` : ''}`,
  };
};

const nextOf = (seen: Observation, masters: readonly MasterObservation[]): ByHand => {
  const [first] = masters;
  const why = first === undefined ? 'unknown' : notServing(first);
  const next =
    why === 'down' || why === 'answers' || why === 'certificate' ? told['no-leader'].next : told[why].next;
  return {
    caution: text(
      `Restart nothing. ${next.en}, then ask again.`,
      `아무것도 재시작하지 마세요. ${next.ko}. 그다음 다시 조회하세요.`,
    ),
    moves: masters.map(({ instance }) => askAgain(seen, instance)),
  };
};

export const silent = (
  seen: Observation,
  masters: readonly MasterObservation[],
  evidence: readonly Words[],
): Finding => {
  const lines = joined(masters.map(line));
  const instances = masters.map(master => master.instance);
  return refusing(
    'not-enough-seen',
    instances.length === seen.masters.length ? [] : instances,
    {
      en: `${names(instances)} ${instances.length === 1 ? 'does' : 'do'} not serve, which is not the same as being down: ${lines.en}.`,
      ko: `${josa(names(instances), '이/가')} 서비스하지 않지만, 내려간 것과는 다릅니다: ${lines.ko}.`,
    },
    nextOf(seen, masters),
    evidence,
    'unsure',
  );
};

/** The end that etcd's own words carry: "current time T is after E". */
const endInWords = (master: MasterObservation): string | null =>
  /current time \S+ is after ([0-9T:Z+-]+)/.exec(
    `${master.etcd?.said ?? ''}\n${master.lastStartBlock ?? ''}`,
  )?.[1] ?? null;

const ends = (master: MasterObservation): Words => {
  const said = endInWords(master);
  const files = expiredOf(master).map(
    each => [each.file.split('/').at(-1), each.until?.slice(0, 16)] as const,
  );
  if (files.length > 0)
    return {
      en: files.map(([file, end]) => `${file} expired ${end}`).join(', '),
      ko: files.map(([file, end]) => `${file} ${end} 만료`).join(', '),
    };
  return said === null
    ? { en: 'its words name a certificate, whose end was not read', ko: '인증서 오류이며 만료일은 읽지 못함' }
    : { en: `one expired ${said}, by etcd's own words`, ko: `etcd 로그상 ${said} 만료` };
};

/** Certificates expire together: what is the same on several is said once. */
const endsOf = (masters: readonly MasterObservation[]): readonly Words[] =>
  [...Map.groupBy(masters, master => ends(master).en).values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const [who, what] = [names([first, ...more].map(master => master.instance)), ends(first)];
    return [{ en: `${who}: ${what.en}`, ko: `${who}: ${what.ko}` }];
  });

const datesLine =
  'sudo find /var/vcap/jobs/etcd/config -name "*.crt" -print -exec openssl x509 -noout -enddate -in {} \\;';

/** Members that turn the asker, or each other, away for a certificate: their data are whole and kube-apiserver may go on. */
export const turnedAway = (
  seen: Observation,
  masters: readonly MasterObservation[],
  evidence: readonly Words[],
): Finding => {
  const instances = masters.map(master => master.instance);
  const which = joined(endsOf(masters));
  const serving = seen.masters.filter(master => master.apiserver?.healthy === true).length;
  return refusing(
    'not-enough-seen',
    instances.length === seen.masters.length ? [] : instances,
    {
      en: `A certificate keeps ${names(instances)} from being heard (${which.en}). Nothing is known to be down or lost${serving > 0 ? `; ${serving} of ${seen.masters.length} kube-apiservers say ok` : ''}.`,
      ko: `인증서 때문에 ${names(instances)}의 응답을 들을 수 없습니다(${which.ko}). 프로세스 중단이나 데이터 유실이 확인된 것은 아닙니다${serving > 0 ? `. kube-apiserver ${seen.masters.length}대 중 ${serving}대가 ok라고 응답합니다` : ''}.`,
    },
    {
      caution: text(
        'Restore nothing and restart nothing. "Not yet valid" is the VM\'s clock.',
        '복원도 재시작도 하지 마세요. "not yet valid"라면 VM의 시계 문제입니다.',
      ),
      moves: [
        ...masters.map(({ instance }) => ({
          words: text(
            `read the dates on ${shortInstance(instance)}`,
            `${shortInstance(instance)}의 만료일 확인`,
          ),
          command: onMaster(seen, instance, datesLine),
          see: text('which file has ended', '만료된 파일'),
        })),
        renewMove(seen.cluster),
      ],
    },
    evidence,
    masters.some(master => expiredOf(master).length > 0) ? 'likely' : 'unsure',
  );
};
