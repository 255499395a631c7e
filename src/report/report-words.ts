import { text } from '../words.ts';

/** What stands in both forms of the report. */
export const heads = {
  report: text('Recovery report', '복구 보고서'),
  soFar: text('So far: the run has not ended.', '진행 중인 복구의 현재까지 기록입니다.'),
  run: text('Run', '복구 ID'),
  askedBy: text('Asked by', '요청자'),
  began: text('Began', '시작'),
  ended: text('Ended', '종료'),
  took: text('Took', '전체 소요'),
  waited: text('of it waiting for people', '그중 사람을 기다린 시간'),
  ran: text('commands ran', '명령 실행'),
  readBack: text('reading back what they did', '결과 확인'),
  noWrites: text('Writes impossible', '쓰기 불가 시간'),
  approved: text('Approved by', '승인자'),
  timeline: text('Timeline', '타임라인'),
  members: text('Members before and after', '복구 전후 멤버'),
  atFirst: text('At the first question', '첫 승인 요청 시점'),
  atLast: text('At the last question', '마지막 승인 요청 시점'),
  atProof: text('When it was proven healed', '복구 확인 시점'),
  wrong: text('What was wrong', '진단'),
  steps: text('Steps, approvals and commands', '단계, 승인, 명령'),
  chronicle: text('Everything, in order', '전체 기록'),
  command: text('Command', '명령'),
  output: text('Output', '출력'),
  state: text('The state that was approved', '승인 당시 상태'),
  checks: text('Checked before', '사전 확인'),
  readBackHere: text('Read back', '확인 결과'),
  itself: text('by itself', '자동'),
  unchanged: text('unchanged', '변경 없음'),
  notDone: text('not done', '실행 안 함'),
  voided: text('An approval that no longer counted', '무효가 된 승인'),
  versions: text('Tools', '도구 버전'),
  entries: text('Entries in the journal', '저널 항목 수'),
  time: text('Time', '시각'),
  what: text('What', '내용'),
  step: text('Step', '단계'),
  result: text('Result', '결과'),
  postmortem: text('To be filled in', '작성 필요'),
  cause: text('Root cause', '근본 원인'),
  actions: text('Actions, with owner and date', '조치, 담당자, 기한'),
} as const;

/** The columns of the members, as `columnsOf` counts them. */
export const lookHeads = [heads.atFirst, heads.atLast, heads.atProof] as const;

export const busyWords = {
  people: text('waiting for people', '사람을 기다림'),
  command: text('the command runs', '명령 실행'),
  world: text('reading back', '결과 확인'),
  noWrites: text('writes impossible', '쓰기 불가'),
} as const;

export const noWritesWords = {
  none: text(
    'never: before each act and while it had its effect, a quorum served',
    '없음(모든 작업 전과 작업 중에 쿼럼 유지)',
  ),
  unknown: text(
    'not known: the version that ran it did not write it down',
    '알 수 없음(이 복구를 실행한 버전은 기록하지 않음)',
  ),
  atMost: text('at most', '최대'),
} as const;
