import type { Check } from '../../model/check.ts';
import { shortInstance } from '../../model/instance.ts';
import { josa } from '../../words.ts';
import { withMaster } from '../expected.ts';
import { raisingChecks } from '../gates.ts';
import { entryOf, peerUrlOf, replacing, scriptAddsItself } from '../member.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, fact, isHealthy, targetOf } from '../step-context.ts';
import { monitStartStep } from './monit.ts';

/** The bootstrap instance must never start without member/, and nobody whom the others do not list. */
const mayStart = (context: StepContext): Check => {
  const url = peerUrlOf(context);
  const entry = url === null ? null : entryOf(context, { url });
  const ready = entry !== null && targetOf(context)?.files?.memberDir === true;
  const who = shortInstance(context.target);
  return check('may-start', ready || scriptAddsItself(context), {
    en: ready
      ? `${who} is listed as ${entry.id} and has a member/, so it starts with "existing"`
      : `${who} is ${entry ? `listed as ${entry.id}` : 'not listed'}; member/ is ${targetOf(context)?.files?.memberDir ? 'there' : 'absent'}`,
    ko: ready
      ? `${josa(who, '은/는')} ${josa(entry.id, '으로/로')} 등록되어 있고 member/가 있어 "existing"으로 기동합니다`
      : `${who}: ${entry ? `${josa(entry.id, '으로/로')} 등록됨` : '목록에 없음'}, member/ ${targetOf(context)?.files?.memberDir ? '있음' : '없음'}`,
  });
};

const started = (context: StepContext): StepContext =>
  withMaster(context, context.target, ({ monit }) => ({
    monit: (monit ?? []).map(each => (each.name === 'etcd' ? { ...each, state: 'running' } : each)),
  }));

/** What an abort runs once the member was added: a listed member that never starts keeps the next addition out. */
export const startAddedStep = (): Step => ({
  ...monitStartStep(),
  version: 1,
  id: 'undo-member-add',
  undoes: 'member-add',
  skippable: true,
  title: { en: 'Start etcd on the added member', ko: '추가된 멤버의 etcd 시작' },
  before: { en: 'it is listed, and its member/ is there', ko: '목록에 있고 member/가 있음' },
  needs: ['hash'],
  guards: context => [...raisingChecks(context), mayStart(context)],
});

export const startMemberStep = (): Step => ({
  ...startAddedStep(),
  id: 'monit-start',
  version: 2,
  skippable: false,
  ...replacing(started, {
    en: 'etcd on the member was started and nobody has seen it join yet',
    ko: '멤버의 etcd를 시작했지만 합류는 아직 확인되지 않았습니다',
  }),
  title: { en: 'Start etcd on the member', ko: '멤버의 etcd 시작' },
});

const joined = (context: StepContext): Proof => {
  const id = targetOf(context)?.etcd?.status?.memberId;
  const who = shortInstance(context.target);
  if (!isHealthy(targetOf(context)) || id === undefined || entryOf(context, { id }) === null)
    return {
      state: 'not-yet',
      words: { en: `waiting for ${who} to join`, ko: `${who}의 합류를 기다리는 중` },
    };
  return {
    state: 'holds',
    words: {
      en: `${who} has joined as ${id}; the other two list it.`,
      ko: `${josa(who, '이/가')} ${josa(id, '으로/로')} 합류했고 나머지 두 대의 목록에 있습니다.`,
    },
    facts: {
      id,
      how: fact(context, 'member-add', 'id') === null ? 'by its own script' : 'added by this run',
    },
  };
};

/** Nothing to run: the member is watched until the other two list it under the id that it has. */
export const joinedStep = (): Step => ({
  id: 'joined',
  version: 1,
  kind: 'check',
  title: { en: 'Watch the member join', ko: '멤버 합류 확인' },
  risk: { en: 'Reads only.', ko: '읽기만 합니다.' },
  before: { en: 'its etcd was started', ko: 'etcd가 시작됨' },
  after: { en: 'healthy, and listed by the other two', ko: '정상이며 나머지 두 대의 목록에 있음' },
  guards: () => [],
  placeholder: { en: '(reads each member until it has joined)', ko: '(합류할 때까지 각 멤버를 읽음)' },
  holdSeconds: () => 0,
  proof: joined,
});
