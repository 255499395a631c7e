import type { Words } from '../words.ts';
import type { CliVerb } from './verb.ts';

type Entry = { readonly line: Words; readonly load: () => Promise<CliVerb> };

/** Every verb of `pks`, loaded when it is named. */
export const cliVerbs: Readonly<Record<string, Entry>> = {
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
