import { text } from '../words.ts';
import { hostVerb } from './host.ts';

const cards = () =>
  Promise.all([
    import('../messages/status-card.ts'),
    import('../messages/runs-list.ts'),
    import('../messages/summary.ts'),
    import('../messages/outputs.ts'),
  ]);

export const etcdStatusVerb = hostVerb({
  usage: 'etcd-status [CLUSTER]',
  help: text(
    'Reads a cluster and says what is wrong. Changes nothing.',
    '클러스터를 읽고 진단합니다. 변경 없음.',
  ),
  takes: [0, 1],
  run: async ([cluster], { desk, say, tell }) => {
    const looked = await desk.look(cluster ?? null);
    if (!looked.ok) return tell(false, looked.words);
    const [[{ statusCard }], { proposal }] = await Promise.all([cards(), import('../desk/proposal.ts')]);
    const { verdict, seen } = looked;
    const plan = proposal(desk, looked);
    return say(
      { ok: true, verdict, seen },
      locale => statusCard(looked, plan, locale),
      verdict.name === 'healthy' ? 0 : 3,
    );
  },
});

export const runsVerb = hostVerb({
  usage: 'runs',
  help: text('The newest runs.', '최근 복구 목록.'),
  takes: [0, 0],
  run: async (_words, { desk, say }) => {
    const runs = await desk.runs(15);
    const [, { runsList }] = await cards();
    const value = runs.map(run => ({
      run: run.id,
      cluster: run.started.cluster,
      cure: run.started.cure,
      startedAt: new Date(run.startedAt).toISOString(),
      outcome: run.finished?.outcome ?? null,
    }));
    return say(value, locale => runsList(runs, locale, ''));
  },
});

export const runVerb = hostVerb({
  usage: 'run show [RUN]',
  help: text(
    'Where a run stands, of the newest one without RUN; also a finished one.',
    '복구 한 건의 상태. RUN을 생략하면 가장 최근 복구입니다.',
  ),
  takes: [1, 2],
  run: async (words, { desk, say, tell }) => {
    const id = words[0] === 'show' ? words[1] : words[0];
    const run = id === undefined ? (await desk.runs(1))[0] : await desk.run(id);
    if (!run)
      return tell(
        false,
        text(
          `There is no run ${id ?? ''}. /pks runs lists them.`,
          `복구가 없습니다(${id ?? '-'}). 목록: /pks runs`,
        ),
      );
    const [, { runShown }, { summary }, { withOutputs }] = await cards();
    return say(run, locale => withOutputs(summary(run, locale)[0] ?? runShown(run, locale), run, locale));
  },
});
