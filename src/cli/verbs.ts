import type { Words } from '../words.ts';
import type { CliVerb } from './verb.ts';

type Entry = { readonly line: Words; readonly load: () => Promise<CliVerb> };

/** Every verb of `pks`, loaded when it is named. */
export const cliVerbs: Readonly<Record<string, Entry>> = {
  'etcd-status': {
    line: {
      en: 'reads a cluster and says what is wrong; also while Slack is down',
      ko: '클러스터를 읽고 진단합니다. Slack이 중단되어도 동작합니다',
    },
    load: async () => (await import('./reading-verbs.ts')).etcdStatusVerb,
  },
  recover: {
    line: {
      en: 'plans a recovery; each change waits for approval',
      ko: '복구 계획을 만듭니다. 변경마다 승인을 받습니다',
    },
    load: async () => (await import('./acting-verbs.ts')).recoverVerb,
  },
  approve: {
    line: { en: 'approves what a run asks, by a code', ko: '코드로 승인합니다' },
    load: async () => (await import('./acting-verbs.ts')).approveVerb,
  },
  skip: {
    line: { en: 'leaves a step out, by a code', ko: '코드로 단계를 건너뜁니다' },
    load: async () => (await import('./acting-verbs.ts')).skipVerb,
  },
  'break-glass': {
    line: { en: 'one approval is enough, by two codes', ko: '비상 승인, 코드 두 번 입력' },
    load: async () => (await import('./acting-verbs.ts')).breakGlassVerb,
  },
  again: {
    line: { en: 'tries a step again, by a code', ko: '코드로 단계를 다시 시도합니다' },
    load: async () => (await import('./acting-verbs.ts')).againVerb,
  },
  happened: {
    line: { en: 'says that a step happened, by a code', ko: '코드로 실제 수행되었음을 답합니다' },
    load: async () => (await import('./acting-verbs.ts')).happenedVerb,
  },
  abort: {
    line: { en: 'starts no further step', ko: '다음 단계를 시작하지 않습니다' },
    load: async () => (await import('./acting-verbs.ts')).abortVerb,
  },
  'accept-journal': {
    line: { en: 'go on with the journal that is there', ko: '지금 저널로 계속합니다' },
    load: async () => (await import('./acting-verbs.ts')).acceptJournalVerb,
  },
  runs: {
    line: { en: 'the newest runs', ko: '최근 복구 목록' },
    load: async () => (await import('./reading-verbs.ts')).runsVerb,
  },
  run: {
    line: { en: 'where a run stands: run show [RUN]', ko: '복구 한 건의 상태를 보여 줍니다' },
    load: async () => (await import('./reading-verbs.ts')).runVerb,
  },
  backup: {
    line: {
      en: 'a checked copy of the journal, also while the bot runs',
      ko: '저널의 검사된 사본을 만듭니다. 봇이 실행 중이어도 됩니다',
    },
    load: async () => (await import('./backup.ts')).backup,
  },
  report: {
    line: {
      en: 'the report of a run: one HTML file that prints, and Markdown',
      ko: '복구 보고서: 인쇄할 수 있는 HTML 파일 하나와 Markdown',
    },
    load: async () => (await import('./report.ts')).report,
  },
  record: {
    line: {
      en: 'what the bot sees of a cluster, or saw when a run began, as a recording',
      ko: '봇이 지금 보는(또는 복구 시작 때 본) 클러스터 상태를 기록으로 출력합니다',
    },
    load: async () => (await import('./record.ts')).record,
  },
  verify: {
    line: {
      en: 'is the journal what the bots wrote? and where not, at which entry and how',
      ko: '저널이 봇이 기록한 그대로인지, 아니면 어느 항목이 어떻게 바뀌었는지 확인합니다',
    },
    load: async () => (await import('./verify.ts')).verify,
  },
  export: {
    line: {
      en: 'the record as JSON lines, each with its hash',
      ko: '기록을 항목별 해시와 함께 JSON lines로 내보냅니다',
    },
    load: async () => (await import('./export.ts')).exported,
  },
  'token-is-ours': {
    line: {
      en: 'nobody else uses SLACK_APP_TOKEN any more: the bot may connect again',
      ko: 'SLACK_APP_TOKEN을 쓰는 다른 곳이 이제 없으니 봇이 다시 연결해도 됩니다',
    },
    load: async () => (await import('./token-is-ours.ts')).tokenIsOurs,
  },
  verdict: {
    line: {
      en: 'what the bot would say of recorded observations',
      ko: '기록해 둔 관측값을 봇이 어떻게 진단하는지 보여 줍니다',
    },
    load: async () => (await import('./verdict.ts')).verdict,
  },
  'runbook-docs': {
    line: {
      en: 'writes docs/runbooks from the declarations',
      ko: '선언에서 docs/runbooks를 생성합니다',
    },
    load: async () => (await import('./runbook-docs.ts')).runbookDocs,
  },
};
