import { answerNames } from '../model/button-names.ts';
import type { Person } from '../model/person.ts';
import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import { joined, same, text, type Words } from '../words.ts';

/** One line of the chronicle. */
export type Moment = {
  readonly at: number;
  readonly seq: number;
  readonly step: string | null;
  readonly words: Words;
};

const surfaces: Readonly<Record<string, Words>> = {
  button: text('by button', '버튼'),
  modal: text('in a dialog', '입력창'),
  slash: text('by /pks', '/pks'),
  cli: text('on the command line', '명령줄'),
};
export const surfaceWords = (via: string): Words => surfaces[via] ?? same(via);
export const personName = ({ name, id }: Person): string => name || id;

const put = (by: Person, en: string, ko: string): Words =>
  text(`${personName(by)} ${en}`, `${personName(by)} 님: ${ko}`);

const calledAgain = ({ n, page }: Extract<RunEvent, { kind: 'called' }>): Words => {
  const paged = page ? text(', and the pager', ', 호출기(pager)도 호출') : text('', '');
  return joined(
    [text(`nobody has answered: called again (${n})`, `응답이 없어 다시 호출 (${n})`), paged],
    '',
  );
};

/** A kind that this report has no sentence for says its own words, or its name: nothing of the record is left out. */
const ofAnyKind = (event: RunEvent): Words =>
  'words' in event && event.words.en ? event.words : same(event.kind);

const answeredWords = ({
  by,
  answer,
  via,
  reason,
  glass,
}: Extract<RunEvent, { kind: 'answered' }>): Words => {
  const [name, how] = [answerNames[answer], surfaceWords(via)];
  const alone = glass ? text(', break-glass', ', 비상 승인') : same('');
  const why = reason ? text(`: ${reason}`, `, 사유: ${reason}`) : same('');
  return put(
    by,
    `answered "${name.en}" (${how.en}${alone.en})${why.en}`,
    `"${name.ko}" (${how.ko}${alone.ko})${why.ko}`,
  );
};

const wordsOf = (event: RunEvent): Words => {
  switch (event.kind) {
    case 'started':
      return put(event.requestedBy, `asked for ${event.cure}`, `${event.cure} 복구 요청`);
    case 'asked':
      return event.people > 0
        ? text(
            `asks ${event.people === 1 ? '1 person' : `${event.people} people`}: ${event.why.en}`,
            `${event.people}명에게 승인 요청: ${event.why.ko}`,
          )
        : text(`asks a person to look: ${event.why.en}`, `확인 요청: ${event.why.ko}`);
    case 'answered':
      return answeredWords(event);
    case 'glass-broken':
      return put(
        event.by,
        `broke the glass, so that one approval is enough where the rule asks ${event.people} (${surfaceWords(event.via).en}): ${event.reason}`,
        `비상 승인, 규칙상 ${event.people}명인 승인을 1명으로 진행 (${surfaceWords(event.via).ko}), 사유: ${event.reason}`,
      );
    case 'taken-over':
      return put(event.by, 'took the run over', '복구 인수');
    case 'called':
      return calledAgain(event);
    case 'expired':
      return text('the ask expired: what was given is lost', '요청 만료: 그 전의 승인은 무효');
    case 'unanswered':
      return text(
        `nobody answered for ${event.hours} h: the run ends`,
        `${event.hours}시간 응답 없음: 복구 종료`,
      );
    case 'voided':
      return joined([text('the approval no longer counts', '승인이 무효가 됨'), ...event.differences], ': ');
    case 'began':
      return text(`begins: ${event.line}`, `시작: ${event.line}`);
    case 'task':
      return text(`the Director’s task ${event.task}`, `Director task ${event.task}`);
    case 'ended': {
      const how =
        event.end === 'exited' ? (event.exitCode === null ? '' : `exit ${event.exitCode}`) : event.end;
      return text(`is over${how && `: ${how}`}`, `종료${how && `: ${how}`}`);
    }
    case 'abort-requested':
      return event.for === 'recover'
        ? put(event.by, 'asked for a recovery, which this gives way to', '복구를 요청하여 이 작업이 양보')
        : put(
            event.by,
            `asked to abort (${surfaceWords(event.via).en})`,
            `중단 요청 (${surfaceWords(event.via).ko})`,
          );
    default:
      return ofAnyKind(event);
  }
};

/** Everything in the order in which it was written. Of a hold, whose line is a sentence, the end says nothing. */
export const momentsOf = (run: Run, entries: readonly Entry<RunEvent>[]): readonly Moment[] =>
  entries
    .filter(({ event }) => !(event.kind === 'ended' && event.end === 'exited' && event.exitCode === null))
    .map(({ at, seq, event }) => {
      const id = 'step' in event ? event.step : null;
      const step = run.steps.find(({ planned }) => planned.id === id)?.planned.title;
      const words = wordsOf(event);
      return { at, seq, step: id, words: step ? joined([step, words], ': ') : words };
    });
