import type { MasterObservation } from '../../cluster/observation.ts';
import { rememberedAll, startOf } from '../../cluster/quorum-stopped.ts';
import { isRunning } from '../../cluster/stopped-disk.ts';
import { bosh } from '../../commands/bosh.ts';
import { monit } from '../../commands/vm.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { josa, text, type Words } from '../../words.ts';
import { startChecks } from '../gates.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { isHealthy, masterOf } from '../step-context.ts';

/** Long enough that a process which falls over its data is gone again. */
const aliveSeconds = 10;
/** From here on it is told where to look: an election takes one to three seconds. */
const patientSeconds = 30;

/** The commit index that its log names at its newest start (3.4, 3.5). */
const commitAtStart = ({ lastStartBlock }: MasterObservation): number | null => {
  const told = [...(lastStartBlock ?? '').matchAll(/ at commit index (\d+)|"commit-index":"?(\d+)/g)].at(-1);
  return told === undefined ? null : Number(told[1] ?? told[2]);
};

const secondsUp = ({ starts }: MasterObservation): number | null => {
  const last = starts?.at.at(-1);
  return starts && last ? (Date.parse(starts.now) - Date.parse(last)) / 1000 : null;
};

const notYet = (words: Words): Proof => ({ state: 'not-yet', words });

/** Alone it answers nobody (docs/evidence.md#a-stopped-quorum), so its log and its process are all that tells. */
const startedAlone = (context: StepContext, master: MasterObservation): Proof => {
  const who = shortInstance(master.instance);
  const [told, read] = [commitAtStart(master), master.disk?.log?.commit ?? null];
  if (!isRunning(master) || told === null)
    return notYet(text(`the process of ${who} is not up yet`, `${who}의 프로세스가 아직 기동 전`));
  if (told !== read)
    return notYet(
      text(
        `the log of ${who} says commit index ${told}, ${read} was read on its disk`,
        `${who} 로그의 commit index ${told}, 디스크에서 읽은 값 ${read}`,
      ),
    );
  const up = secondsUp(master) ?? context.secondsSinceEnd ?? 0;
  if (up < aliveSeconds)
    return notYet(
      text(
        `${who} runs for ${Math.floor(up)} of ${aliveSeconds} s`,
        `${who} 실행 ${Math.floor(up)}/${aliveSeconds}초`,
      ),
    );
  return {
    state: 'holds',
    words: text(
      `etcd on ${who} has started at commit index ${told}, as its disk has it, and runs for ${aliveSeconds} s. Alone it answers nobody, which is expected.`,
      `${who}의 etcd가 디스크와 같은 commit index ${josa(told, '으로/로')} 기동해 ${aliveSeconds}초 동안 실행 중입니다. 혼자서는 응답하지 않는 것이 정상입니다.`,
    ),
    facts: { commit: String(told) },
  };
};

const whereToLook = ({ secondsSinceEnd }: StepContext): Words =>
  (secondsSinceEnd ?? 0) < patientSeconds
    ? text('', '')
    : text(
        ` after ${patientSeconds} s; look at port 2380 between the masters and at their logs, and start nothing else`,
        `(${patientSeconds}초 경과). 마스터 간 2380 포트와 로그를 확인하고, 다른 멤버는 시작하지 마세요`,
      );

/** Beside another one that runs it makes a quorum: both serve, and nothing that was ever seen is missing. */
const startedWithQuorum = (context: StepContext, master: MasterObservation): Proof => {
  const who = shortInstance(master.instance);
  const serving = context.seen.masters.filter(isHealthy);
  const revision = Math.max(0, ...serving.map(({ etcd }) => etcd?.status?.revision ?? 0));
  const before = context.seen.memory?.revision ?? 0;
  if (!isHealthy(master) || serving.length < 2) {
    const where = whereToLook(context);
    return notYet(
      text(
        `${serving.length} of 2 members serve${where.en}`,
        `멤버 2대 중 ${serving.length}대만 서비스 중${where.ko}`,
      ),
    );
  }
  if (revision < before)
    return {
      state: 'broken',
      words: text(
        `revision ${revision} is below ${before}, seen before: stop here and start nothing else`,
        `${josa(`revision ${revision}`, '이/가')} 이전에 확인된 ${before}보다 낮습니다. 여기서 멈추고 다른 멤버를 시작하지 마세요`,
      ),
    };
  return {
    state: 'holds',
    words: text(
      `etcd on ${who} serves: ${serving.length} members are healthy at revision ${revision}.`,
      `${who}의 etcd가 서비스 중입니다. 멤버 ${serving.length}대 정상, revision ${revision}.`,
    ),
    facts: { revision: String(revision) },
  };
};

const started = (context: StepContext, instance: Instance): Proof => {
  const master = masterOf(context, instance);
  if (master === null)
    return notYet(text(`${shortInstance(instance)} was not seen`, `${shortInstance(instance)} 확인 불가`));
  const beside = context.seen.masters.some(each => each !== master && (isRunning(each) || isHealthy(each)));
  return beside ? startedWithQuorum(context, master) : startedAlone(context, master);
};

/** Why two people are asked where one would do. */
const lessSure = ({ seen }: StepContext): Words | null => {
  const start = startOf(seen);
  if ('order' in start && start.leftOut)
    return text(
      `one disk is left out (${start.leftOut.why.en})`,
      `디스크 하나를 제외했습니다(${start.leftOut.why.ko})`,
    );
  return rememberedAll(seen)
    ? null
    : text(
        'nothing is remembered of some member, so an old disk could not be told from a whole one',
        '기억된 상태가 없는 멤버가 있어 오래된 디스크를 구별할 수 없습니다',
      );
};

const nth: readonly Words[] = [
  text('first, the most advanced', '가장 앞선 멤버부터'),
  text('second', '두 번째'),
  text('third', '세 번째'),
];

/** Only starts a process: what it holds was proven before, and no member that runs is touched. */
export const startStoppedStep = (instance: Instance, order: number): Step => ({
  id: `start-${instance.split('/')[1]?.slice(0, 8) ?? ''}`,
  version: 1,
  kind: 'change',
  title: text(
    `Start etcd on ${shortInstance(instance)} (${nth[order]?.en ?? order + 1})`,
    `${shortInstance(instance)}의 etcd 시작 (${nth[order]?.ko ?? order + 1})`,
  ),
  risk: text(
    'Raises the number of members. No member that runs is restarted; its data are not touched before it starts.',
    '멤버 수를 늘립니다. 실행 중인 멤버는 재시작하지 않으며, 기동 전까지 데이터를 건드리지 않습니다.',
  ),
  before: text(
    'stopped, its data proven whole, the most advanced of the stopped ones',
    '멈춰 있음, 데이터 온전함 확인, 멈춘 멤버 중 가장 앞섬',
  ),
  after: text(
    'its process runs as its disk says; beside another one both are healthy and nothing is missing',
    '디스크 기록대로 프로세스가 실행됨. 다른 멤버가 있으면 두 대 모두 정상이고 유실 없음',
  ),
  needs: ['hash', 'second-look'],
  guards: context => startChecks(context, instance),
  asksTwo: lessSure,
  skip: context => {
    const master = masterOf(context, instance);
    return master && isRunning(master) ? text('its etcd runs already', 'etcd가 이미 실행 중입니다') : null;
  },
  act: context => bosh(context.deployment).ssh(instance, monit('start'), 'changes'),
  proof: context => started(context, instance),
});
