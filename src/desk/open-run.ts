import { randomBytes } from 'node:crypto';
import { tooFewToAnswer } from '../approvals/who-can.ts';
import { isCureless } from '../cluster/verdict-types.ts';
import type { Engine } from '../engine/engine.ts';
import type { ClusterName } from '../observe/look.ts';
import { recordingOf } from '../readings/write-recording.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import { hiddenWords, isHidden } from '../runs/hidden.ts';
import { fold, type Run } from '../runs/run.ts';
import { josa, text, type Words } from '../words.ts';
import type { Observed, Refusal, SnapshotRequest } from './desk-types.ts';
import { whyNotOpened } from './opening.ts';
import { makePlan } from './plan.ts';
import { shownVersions, toolVersions, unfitTools } from './tool-versions.ts';

export const no = (words: Words, run?: string): Refusal => ({ ok: false, words, ...(run ? { run } : {}) });

/** `channel`: where it is told. */
export const alreadyRunning = (live: Run, channel: string): Refusal => {
  const { requestedBy, cluster } = live.started;
  if (isHidden(live, channel)) {
    const what = hiddenWords(live);
    return no(
      text(
        `${cluster} is already in ${what.en}. Ask ${requestedBy.name} to go on there or to abort it.`,
        `${cluster}에서 이미 ${josa(what.ko, '이/가')} 진행 중입니다. ${requestedBy.name} 님에게 진행 또는 중단을 요청하세요.`,
      ),
    );
  }
  const at = new Date(live.startedAt).toISOString().slice(11, 19);
  return no(
    {
      en: `${cluster} is already in run ${live.id}, started by ${requestedBy.name} at ${at} UTC. Go on there, or abort it with /pks abort ${live.id}.`,
      ko: `${cluster}에서 이미 복구 ${josa(live.id, '이/가')} 진행 중입니다(${requestedBy.name} 님이 ${at} UTC에 시작). 그 복구를 이어가거나 중단하세요: /pks abort ${live.id}`,
    },
    live.id,
  );
};

/** Short enough to read aloud, and never guessed twice. */
const newRunId = (): string => `run-${randomBytes(4).toString('hex')}`;

const inTheOpen = { ok: true as const, private: false };

/** Plans it and writes it down, unless a condition for a start does not hold or the cluster has a live run. */
export const openRun = async (
  engine: Engine,
  found: ClusterName,
  { verdict, seen }: Observed,
  request: SnapshotRequest,
  runbook: Runbook,
): Promise<{ ok: true; run: string } | Refusal> => {
  const { cure } = runbook;
  const run = newRunId();
  const plan = makePlan(run, runbook, verdict, seen, engine.settings, engine.peopleRule);
  const wanted = Math.max(0, ...plan.steps.map(step => step.people));
  const can = wanted > 0 ? await engine.answerers(found.cluster, request.by, wanted) : { names: [] };
  const alone = tooFewToAnswer(wanted, can, { cluster: found.cluster, by: request.by });
  if (alone) return no(alone);
  const tools = await toolVersions(engine.jumpHost);
  const unfit = unfitTools(
    tools,
    plan.steps.map(step => step.line),
  );
  if (unfit) return no(unfit);
  const notOpened = isCureless(cure) ? null : whyNotOpened(plan.context, runbook);
  if (notOpened) return no(notOpened);
  const most = Math.max(...plan.steps.map(step => step.people), 1);
  const place = (await engine.runPlace?.(request.channel, request.by, most, found.cluster)) ?? inTheOpen;
  if (!place.ok) return no(place.words);
  const opened = await engine.journal.open(
    { run, cluster: found.deployment },
    {
      kind: 'started',
      cluster: found.cluster,
      deployment: found.deployment,
      cure,
      target: plan.target,
      cast: plan.cast,
      requestedBy: request.by,
      channel: request.channel,
      ...(place.private ? { private: true } : {}),
      verdict,
      plan: plan.steps,
      baseline: plan.baseline,
      resurrection: seen.resurrection,
      versions: shownVersions(tools),
      recording: recordingOf(seen),
    },
  );
  if (!opened.ok) {
    const live = await engine.journal.read(opened.live.run);
    return live.length > 0
      ? alreadyRunning(fold(live), request.channel)
      : no({
          en: 'Another run of this cluster was started just now; look at /pks runs.',
          ko: '방금 이 클러스터의 다른 복구가 시작되었습니다. /pks runs를 확인하세요.',
        });
  }
  engine.channel.show(run);
  return { ok: true, run };
};
