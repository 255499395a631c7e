import { walWords } from '../../cluster/evidence.ts';
import { bosh } from '../../commands/bosh.ts';
import { setAside } from '../../commands/vm.ts';
import { shortInstance } from '../../model/instance.ts';
import type { Words } from '../../words.ts';
import { established, withMaster } from '../expected.ts';
import { raisingChecks } from '../gates.ts';
import { listedByNobody, replacing } from '../member.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, targetOf } from '../step-context.ts';
import { stoppedCheck } from './member-list.ts';

/** Where the data that could not be used are afterwards; a person deletes them one day. */
/** Exported for its tests. */
export const asidePath = (run: string): string => `/var/vcap/store/etcd/member.aside-${run}`;

const isEmpty = (context: StepContext): Proof => {
  const files = targetOf(context)?.files ?? null;
  const who = shortInstance(context.target);
  if (files?.memberDir !== true || files.walFiles !== 0 || files.dbBytes !== null)
    return {
      state: 'not-yet',
      words: {
        en: `member/ on ${who}: ${files === null ? 'not read' : `${files.memberDir ? 'there' : 'absent'}, ${walWords(files.walFiles).en}, db ${files.dbBytes ?? 'none'}`}`,
        ko: `${who}의 member/: ${files === null ? '읽지 못함' : `${files.memberDir ? '있음' : '없음'}, ${walWords(files.walFiles).ko}, db ${files.dbBytes ?? '없음'}`}`,
      },
    };
  return {
    state: 'holds',
    words: {
      en: `member/ on ${who} is there and empty; what was in it is at ${asidePath(context.run)}, for a person to delete one day.`,
      ko: `${who}의 member/가 비었습니다. 기존 데이터는 ${asidePath(context.run)}에 있으며 나중에 사람이 지웁니다.`,
    },
    facts: { path: asidePath(context.run) },
  };
};

const emptied = (context: StepContext): StepContext =>
  established(
    withMaster(context, context.target, ({ files }) => ({
      files: files && { ...files, memberDir: true, walFiles: 0, dbBytes: null },
    })),
    'set-aside',
    { path: asidePath(context.run) },
  );

/** Moved, never deleted; an empty member/ stays, so that the job starts with `existing` on every instance. */
export const setAsideStep = (needless?: (context: StepContext) => Words | null): Step => ({
  id: 'set-aside',
  version: 2,
  ...replacing(emptied, {
    en: 'the cluster has two members and needs both; the failed one is stopped and its member/ is empty',
    ko: '멤버 2대 구성으로 두 대가 모두 필요하며, 장애노드는 정지되어 member/가 비어 있습니다',
  }),
  kind: 'change',
  title: { en: 'Set the failed member’s data aside', ko: '장애노드의 데이터를 옆으로 옮김' },
  risk: {
    en: 'Moves member/ on its persistent disk and deletes nothing. The removed member cannot use it any more.',
    ko: 'persistent disk 안에서 member/를 옮기기만 하고 지우지 않습니다. 제거된 멤버는 더 이상 쓸 수 없는 데이터입니다.',
  },
  before: {
    en: 'its etcd is stopped and its id removed',
    ko: 'etcd가 정지했고 id가 제거됨',
  },
  after: { en: 'member/ is there and empty', ko: 'member/가 비어 있음' },
  needs: ['hash'],
  guards: context => [
    ...raisingChecks(context, ['room', 'next-steps']),
    stoppedCheck(context),
    check('listed', listedByNobody(context), {
      en: `its id is ${listedByNobody(context) ? 'no longer listed' : 'still listed, or the list was not read; the data belong to it until it is removed'}`,
      ko: `id가 목록에 ${listedByNobody(context) ? '없음' : '있거나 목록을 읽지 못함. 제거되기 전에는 옮기지 않습니다'}`,
    }),
  ],
  ...(needless ? { skip: needless } : {}),
  act: context => bosh(context.deployment).ssh(context.target, setAside(context.run), 'changes'),
  proof: isEmpty,
});
