import type { CliVerb } from './verb.ts';

export const record: CliVerb = {
  usage: 'record [CLUSTER] [--run RUN]',
  help: {
    en: `What the bot sees of a cluster now, as a recording on stdout, secrets masked: a case for "npm run -s verdict -- --check FILE"
(docs/observations.md). It only reads; .env says where, as for the bot, which may run meanwhile.
--run RUN  what was seen when that run began, from the journal; nothing is asked of the cluster`,
    ko: `봇이 지금 보는 클러스터 상태를 시크릿을 가린 기록으로 표준 출력에 씁니다. "npm run -s verdict -- --check FILE"의 사례로 쓸 수
있습니다(docs/observations.md). 조회만 하며 접속 정보는 봇과 같은 .env를 씁니다. 봇이 실행 중이어도 됩니다.
--run RUN  해당 복구가 시작될 때 본 상태를 저널에서 꺼냅니다. 클러스터에는 접속하지 않습니다`,
  },
  options: { run: { type: 'string' } },
  takes: [0, 1],
  run: async ([cluster], { run }, world) => {
    const { recordCluster, recordRun } = await import('./record-answer.ts');
    return typeof run === 'string' ? recordRun(run, world) : recordCluster(cluster ?? null, world);
  },
};
