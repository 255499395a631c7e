import { type Answering, standingOf } from '../../cluster/quorum.ts';
import { defragSeconds, isSmall, type Space, smallEnough, spaceOf } from '../../cluster/space.ts';
import { bosh } from '../../commands/bosh.ts';
import { defrag, moveLeader } from '../../commands/vm.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { josa, text } from '../../words.ts';
import { spaceChecks } from '../gates.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check } from '../step-context.ts';

/** From one member to the next. */
const restSeconds = 30;

const answeringOf = (context: StepContext, instance: Instance): Answering | null =>
  standingOf(context.seen).healthy.find(each => each.master.instance === instance) ?? null;
const leads = ({ last }: Answering): boolean => last.leaderId === last.memberId;
const idOf = (instance: Instance): string => instance.split('/')[1]?.slice(0, 8) ?? '';

const figures = (space: Space): string => `${space.size ?? '?'} / ${smallEnough(space) ?? '?'} bytes`;

const smaller = (context: StepContext, instance: Instance): Proof => {
  const [who, each] = [shortInstance(instance), answeringOf(context, instance)];
  if (each === null)
    return { state: 'not-yet', words: text(`${who} does not serve yet`, `${who}: 아직 서비스하지 않음`) };
  const space = spaceOf(each);
  const told = figures(space);
  const rest = Math.min(restSeconds, context.settings.holdSeconds / 2);
  if (!isSmall(space))
    return {
      state: 'not-yet',
      words: text(
        `the db of ${who} is not small yet (${told}); a defrag that timed out goes on by itself, so it is not repeated`,
        `${who}의 db가 아직 작아지지 않았습니다(${told}). timeout된 defrag는 계속 진행되므로 다시 실행하지 않습니다`,
      ),
    };
  if ((context.secondsSinceEnd ?? rest) < rest)
    return {
      state: 'not-yet',
      words: text(`${who} is small, and rests for ${rest} s`, `${who} 완료, ${rest}초 대기`),
    };
  return {
    state: 'holds',
    words: text(`${who} serves and its db is small (${told}).`, `${who} 서비스 중, db 축소됨(${told}).`),
    facts: { bytes: String(space.size) },
  };
};

/** `away`: it was down when the plan was made; it is made smaller where it came back meanwhile, and left out else. */
export const defragStep = (instance: Instance, away?: 'away'): Step => {
  const who = shortInstance(instance);
  return {
    id: `defrag-${idOf(instance)}`,
    version: 1,
    kind: 'change',
    title: text(`Defragment ${who}`, `${who} defrag`),
    risk: text(
      'No member leaves. Its own clients wait until it is over; the others go on.',
      '멤버 수는 그대로입니다. 이 멤버의 클라이언트만 끝날 때까지 대기하고 다른 멤버는 계속 서비스합니다.',
    ),
    before: text(
      'it is no leader, and its disk has room for a second db',
      '리더가 아니며 디스크에 db 한 벌 더 쓸 공간이 있음',
    ),
    after: text('it serves, and its db is below 80 % of its quota', '서비스 중이며 db가 quota의 80% 미만'),
    needs: ['hash'],
    proofNeeds: ['hash'],
    guards: context => {
      const each = answeringOf(context, instance);
      return [
        ...spaceChecks(context),
        check(
          'no-leader',
          each !== null && !leads(each),
          text(
            `${who} ${each === null ? 'is not healthy' : leads(each) ? 'leads: the leader comes last, and is moved first' : 'does not lead'}`,
            `${who}: ${each === null ? '정상이 아님' : leads(each) ? '리더입니다. 리더는 옮긴 뒤 마지막에 합니다' : '리더 아님'}`,
          ),
        ),
      ];
    },
    skip: context => {
      const each = answeringOf(context, instance);
      if (each === null)
        return away === undefined
          ? null
          : text(
              `${who} is still away. It comes back over its quota and raises the alarm for all again: keep its etcd stopped until \`/pks recover\` can follow at once`,
              `${who} 멤버가 아직 빠져 있습니다. 돌아오면 quota를 넘은 상태라 전체 알람이 다시 발생하니, 바로 \`/pks recover\`를 실행할 수 있을 때까지 etcd를 정지해 두세요`,
            );
      const space = spaceOf(each);
      return isSmall(space)
        ? text(`its db is small already (${figures(space)})`, `db가 이미 작습니다(${figures(space)})`)
        : null;
    },
    act: context => {
      const each = answeringOf(context, instance);
      if (each === null) return null;
      const seconds = defragSeconds(spaceOf(each));
      return bosh(context.deployment).ssh(instance, defrag(seconds), 'changes', seconds + 60);
    },
    proof: context => smaller(context, instance),
  };
};

/** The first of the others that is done. */
const heirOf = (context: StepContext, leader: Instance): Answering | null =>
  standingOf(context.seen).healthy.find(each => each.master.instance !== leader && isSmall(spaceOf(each))) ??
  null;

const ledElsewhere = (context: StepContext, instance: Instance): Proof => {
  const { healthy } = standingOf(context.seen);
  const leader = healthy.find(leads);
  const follow = healthy.every(each => each.last.leaderId === leader?.last.memberId);
  return leader === undefined || leader.master.instance === instance || !follow
    ? { state: 'not-yet', words: text('no other leader yet', '아직 다른 리더가 없음') }
    : {
        state: 'holds',
        words: text(
          `${shortInstance(leader.master.instance)} leads.`,
          `리더는 ${shortInstance(leader.master.instance)}입니다.`,
        ),
        facts: { leader: leader.master.instance },
      };
};

/** A leader that defragments stalls lease renewals of the whole cluster. */
export const leadElsewhereStep = (instance: Instance): Step => {
  const who = shortInstance(instance);
  return {
    id: 'lead-elsewhere',
    version: 1,
    kind: 'change',
    title: text(`Move the leader away from ${who}`, `${who}에서 리더 이동`),
    risk: text(
      'Writes pause for 0.02 s. No member stops.',
      '쓰기가 0.02초 멈춥니다. 멈추는 멤버는 없습니다.',
    ),
    before: text('another member is done', '다른 멤버의 defrag 완료'),
    after: text('another member leads, and all follow it', '다른 멤버가 리더이고 모두 따름'),
    needs: ['hash'],
    guards: context => {
      const heir = heirOf(context, instance);
      return [
        ...spaceChecks(context),
        check(
          'heir',
          heir !== null,
          text(
            `${heir === null ? 'no other member is done yet' : `${shortInstance(heir.master.instance)} is done`}`,
            `${heir === null ? '아직 완료된 다른 멤버가 없습니다' : `${shortInstance(heir.master.instance)} 완료`}`,
          ),
        ),
      ];
    },
    skip: context => {
      const each = answeringOf(context, instance);
      if (each !== null && isSmall(spaceOf(each)))
        return text(`the db of ${who} is small already`, `${who}의 db가 이미 작습니다`);
      return each !== null && each.last.leaderId !== null && !leads(each)
        ? text(`${who} does not lead`, `${josa(who, '은/는')} 리더가 아닙니다`)
        : null;
    },
    placeholder: text(
      '(etcdctl move-leader to a member that is done)',
      '(완료된 멤버로 etcdctl move-leader)',
    ),
    act: context => {
      const heir = heirOf(context, instance);
      return heir && bosh(context.deployment).ssh(instance, moveLeader(heir.last.memberId), 'changes');
    },
    proof: context => ledElsewhere(context, instance),
  };
};
