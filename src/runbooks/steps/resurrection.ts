import { resurrection } from '../../commands/bosh.ts';
import { shownLine } from '../../commands/command.ts';
import { shortInstance } from '../../model/instance.ts';
import { joined, same, type Words } from '../../words.ts';
import type { Step, StepContext } from '../runbook.ts';
import { check, fact } from '../step-context.ts';

const directorWide = {
  en: 'Director-wide: every deployment of this Director goes without resurrection until it is put back.',
  ko: 'Director 전체에 적용됩니다. 되돌릴 때까지 이 Director의 모든 deployment에 resurrection이 없습니다.',
};

const cannotTell: Words = {
  en: 'This Director cannot tell its state; the command ended without an error.',
  ko: '이 Director는 상태를 알려주지 않습니다. 명령은 오류 없이 끝났습니다.',
};

export const resurrectionOffStep = (): Step => ({
  id: 'resurrection-off',
  version: 1,
  kind: 'change',
  proofNeeds: ['resurrection'],
  title: { en: 'Switch resurrection off (Director-wide)', ko: 'resurrection 끄기 (Director 전체)' },
  risk: directorWide,
  before: { en: 'it is on, or cannot be read', ko: '켜져 있거나 읽을 수 없음' },
  after: {
    en: 'off; this run puts it back as it was found, and asks a person where nobody can tell how it was',
    ko: '꺼짐. 이 복구가 끝날 때 원래대로 되돌리며, 원래 상태를 알 수 없으면 사람에게 묻습니다',
  },
  guards: () => [],
  skip: context =>
    context.seen.resurrection === 'off'
      ? { en: 'it is off already and stays off', ko: '이미 꺼져 있으며 그대로 둡니다' }
      : null,
  act: () => resurrection('off'),
  undo: {
    trace: ({ seen }) => ({ what: 'resurrection', state: 'off', found: seen.resurrection }),
    steps: ({ found }) => [resurrectionBackStep('undo-resurrection', found)],
  },
  proof: context => {
    if (context.seen.resurrection === 'on')
      return { state: 'not-yet', words: { en: 'the Director still says on', ko: 'Director는 아직 켜짐' } };
    return {
      state: 'holds',
      words:
        context.seen.resurrection === 'off'
          ? { en: 'The Director says off.', ko: 'Director: 꺼짐.' }
          : cannotTell,
      facts: { state: 'off' }, // how it was found is told by what was approved, not by what is read afterwards
    };
  },
});

const everyMasterStands = (context: StepContext) => {
  const bad = context.seen.masters.filter(
    m => m.cid === null || m.processState === 'unresponsive agent' || m.processState === '',
  );
  const busy = context.seen.tasks === null || context.seen.tasks.length > 0;
  const why = joined([
    ...bad.map(m => ({
      en: `${shortInstance(m.instance)} ${m.cid === null ? 'has no VM' : 'is off'}`,
      ko: `${shortInstance(m.instance)}: ${m.cid === null ? 'VM 없음' : '꺼져 있음'}`,
    })),
    ...(busy
      ? [{ en: 'a task runs or the tasks cannot be read', ko: 'task가 진행 중이거나 목록을 읽지 못함' }]
      : []),
  ]);
  return check('masters', why.en === '', {
    en:
      why.en === ''
        ? 'no master is off, missing or in a task'
        : `it stays off, or it would recreate masters: ${why.en}`,
    ko:
      why.en === ''
        ? '꺼지거나 없거나 task 중인 마스터가 없음'
        : `마스터를 재생성할 수 있어 꺼 둡니다: ${why.ko}`,
  });
};

/** As the Director told it right before this run switched it off. */
const foundUnknown = (context: StepContext): boolean =>
  (fact(context, 'resurrection-off', 'found') ?? context.seen.resurrection) === 'unknown';

const isItOn: Words = {
  en: 'Nobody could read whether resurrection was on before this run switched it off. Approve switches it ON for the whole Director; skip leaves it off.',
  ko: '이 복구가 끄기 전에 resurrection이 켜져 있었는지 읽지 못했습니다. 승인하면 Director 전체에서 켜고, 건너뛰면 꺼 둡니다.',
};

/** Back as it was found, and only when no master is off, missing or in a task. Where nobody knows how it was found, those who
 *  approved switching it off have not approved this. */
export const resurrectionBackStep = (id = 'resurrection-back', found?: string): Step => ({
  id,
  version: 1,
  kind: 'change',
  proofNeeds: ['resurrection'],
  undoes: 'resurrection-off',
  ...(found === 'unknown' ? {} : { coveredBy: 'resurrection-off' }),
  skippable: true,
  title: { en: 'Put resurrection back as it was found', ko: 'resurrection을 원래대로' },
  risk: directorWide,
  before: { en: 'no master is off, missing or in a task', ko: '꺼지거나 없거나 task 중인 마스터가 없음' },
  after: { en: 'as it was found', ko: '원래 상태' },
  guards: context => [everyMasterStands(context)],
  skip: context =>
    fact(context, 'resurrection-off', 'state') === null
      ? { en: 'this run did not switch it off', ko: '이번 복구가 끄지 않았습니다' }
      : context.seen.resurrection === 'on'
        ? { en: 'it is on', ko: '켜져 있습니다' }
        : null,
  offerSkip: context => (foundUnknown(context) ? isItOn : null),
  act: () => resurrection('on'),
  placeholder: same(shownLine(resurrection('on'))),
  proof: context => {
    if (context.seen.resurrection === 'off')
      return { state: 'not-yet', words: { en: 'the Director still says off', ko: 'Director는 아직 꺼짐' } };
    return {
      state: 'holds',
      words:
        context.seen.resurrection === 'on'
          ? { en: 'Resurrection is on again.', ko: 'resurrection이 다시 켜졌습니다.' }
          : cannotTell,
    };
  },
});
