import { notFor } from '../cluster/cure-reasons.ts';
import { copyDbLine } from '../cluster/human-moves.ts';
import type { Observation } from '../cluster/observation.ts';
import { verdictOf } from '../cluster/verdict.ts';
import type { CureName, Verdict } from '../cluster/verdict-types.ts';
import type { Engine } from '../engine/engine.ts';
import { isOfTheRun } from '../engine/run-trouble.ts';
import { type ClusterName, whole } from '../observe/look.ts';
import { remember } from '../observe/remember.ts';
import { isMissed } from '../readings/reading.ts';
import { cureNamed } from '../runbooks/index.ts';
import { snapshotSurvivors } from '../runbooks/snapshot-survivors.ts';
import { fold, type Run } from '../runs/run.ts';
import { josa, type Words } from '../words.ts';
import { acceptJournal } from './accept-journal.ts';
import { answer, takeRunOver } from './answer.ts';
import type { Desk, Observed, RecoverRequest, Refusal } from './desk-types.ts';
import { newDoctor } from './doctor.ts';
import { givesWay, makeWay } from './give-way.ts';
import { glance } from './glance.ts';
import { lastLooks } from './last-looks.ts';
import { lastSaved } from './last-saved.ts';
import { notingRefusals } from './noting-refusals.ts';
import { alreadyRunning, no, openRun } from './open-run.ts';
import { makePlan } from './plan.ts';
import { giveReason } from './reason.ts';
import { recordedFile } from './recorded-case.ts';
import { recordRestore } from './restored.ts';
import { tooSoon } from './snapshot-limit.ts';
import { typedAnswer } from './typed-answer.ts';
import { whichCluster } from './which-cluster.ts';

export const createDesk = (engine: Engine, clusters: readonly ClusterName[] | null): Desk => {
  const { known, which, listed } = whichCluster(engine.jumpHost, clusters);
  const readRun = async (id: string): Promise<Run | null> => {
    const entries = await engine.journal.read(id);
    return entries.length === 0 ? null : fold(entries);
  };
  /** In a list, one run that cannot be read hides no other. */
  const readable = (id: string): Promise<Run | null> =>
    readRun(id).catch(error => {
      if (!isOfTheRun(error)) throw error;
      engine.log(`run ${id} is left out of the list: ${String(error)}`);
      return null;
    });
  const liveRun = async (cluster: string): Promise<Run | null> => {
    const [row] = await engine.journal.rows({ cluster, live: true, limit: 1 });
    return row ? readRun(row.run) : null;
  };
  const look = async (
    found: ClusterName,
    secondLook: boolean,
    onPartial?: (looked: Observed) => void,
  ): Promise<Observed | Refusal> => {
    const run = await liveRun(found.deployment);
    const looked = (seen: Observation, complete: boolean): Observed => ({
      ok: true,
      seen,
      verdict: verdictOf(seen, { cures33: engine.settings.cures33 }),
      complete,
      run,
    });
    const seen = await engine.observer.look(found, {
      needs: secondLook ? whole : ['director', 'hash'],
      ...(onPartial ? { onPartial: partial => onPartial(looked(partial, false)) } : {}),
    });
    if (isMissed(seen)) return no(seen.words);
    const all = looked(seen, true);
    await remember(engine.journal, seen, all.verdict);
    const rows = await engine.journal.rows({ cluster: found.deployment, limit: 20 });
    return { ...all, saved: await lastSaved(rows, readable) };
  };
  const desk: Omit<Desk, 'refused'> = {
    clusters: async () => {
      const all = await known();
      return 'ok' in all ? all : { ok: true, names: all.map(k => k.cluster) };
    },
    look: async (typed, onPartial) => {
      const found = await which(typed);
      return 'ok' in found ? found : look(found, false, onPartial);
    },
    glance: async (typed, processes) => {
      const found = listed(typed) ?? (await which(typed));
      return 'ok' in found ? found : glance(engine.jumpHost, found, processes);
    },
    record: async typed => {
      const found = await which(typed);
      const looked = 'ok' in found ? found : await look(found, true);
      return looked.ok ? recordedFile(looked.seen, looked.verdict) : looked;
    },
    plan: (looked, cure) => planFor(engine, looked, cure),
    recover: async request => {
      const held = engine.held?.();
      if (held) return no(held);
      const found = await which(request.cluster);
      if ('ok' in found) return found;
      const live = await liveRun(found.deployment);
      if (live && !givesWay(live)) return alreadyRunning(live, request.channel);
      const first = await look(found, true);
      // A timeout in one of a dozen questions is over at the next look; a person at night should not have to ask again.
      const looked = first.ok && first.verdict.name === 'not-enough-seen' ? await look(found, true) : first;
      return looked.ok ? start(engine, found, looked, request) : looked;
    },
    snapshot: async request => {
      const held = engine.held?.() ?? (engine.onlyReads ? noSnapshot : null);
      if (held) return no(held);
      const found = await which(request.cluster);
      if ('ok' in found) return found;
      const live = await liveRun(found.deployment);
      if (live) return alreadyRunning(live, request.channel);
      const rows = await engine.journal.rows({ cluster: found.deployment, limit: 200 });
      const early = await tooSoon(rows, readable, await engine.journal.now());
      if (early) return early;
      const looked = await look(found, false);
      if (!looked.ok) return looked;
      return looked.seen.masters.some(master => master.etcd?.up)
        ? openRun(engine, found, looked, request, snapshotSurvivors)
        : no(nothingAnswers(looked.seen));
    },
    restored: async (typed, by, channel) => {
      const found = await which(typed);
      if ('ok' in found) return found;
      const looked = await look(found, false);
      return looked.ok ? recordRestore(engine, looked, by, channel) : looked;
    },
    acceptJournal: (by, channel, via) => acceptJournal(engine, by, channel, via),
    answer: click => answer(engine, click),
    abort: (run, by, via, from) =>
      answer(engine, {
        run,
        step: '',
        attempt: 0,
        nonce: '',
        answer: 'abort',
        by,
        via,
        ...(from ? { from } : {}),
      }),
    reason: given => giveReason(engine, given),
    takeOver: (run, by, via) => takeRunOver(engine, { run, by, via }),
    lastLooks: () => lastLooks(engine.journal, clusters),
    typed: typed => typedAnswer(engine, typed, click => answer(engine, click)),
    run: readRun,
    runs: async limit =>
      (await Promise.all((await engine.journal.rows({ limit })).map(row => readable(row.run)))).filter(
        run => run !== null,
      ),
    doctor: newDoctor(engine),
  };
  return notingRefusals(desk, engine);
};

/** What is on the disks can still be copied, by a person. */
const nothingAnswers = (seen: Observation): Words => {
  const lines = seen.masters.map(({ instance }) => copyDbLine(seen.deployment, instance)).join(' ; ');
  return {
    en: `0 of ${seen.masters.length} masters have an etcd that answers, so there is nothing to take a snapshot from. Copy what is on their disks: ${lines}`,
    ko: `마스터 ${seen.masters.length}대 중 etcd가 응답하는 것이 없어 스냅샷을 받을 수 없습니다. 디스크의 파일을 복사하세요: ${lines}`,
  };
};

const noSnapshot: Words = {
  en: 'CHANGES=off: this bot only reads, and a snapshot writes a file that holds every Secret. Start it with CHANGES=on.',
  ko: 'CHANGES=off 설정이라 조회만 합니다. 스냅샷은 모든 Secret이 든 파일을 만듭니다. CHANGES=on으로 시작하세요.',
};

const nothingToDo: Words = { en: 'There is nothing to recover.', ko: '복구할 것이 없습니다.' };

/** Why this cure, or any, does not start here: what is wrong is said once. */
const whyNot = (verdict: Verdict, cure: CureName | null): Words => {
  const { sentence, refused } = verdict;
  const not = notFor(null, verdict.name);
  const none = refused && { en: `${not.en}: ${refused.en}`, ko: `${not.ko}: ${refused.ko}` };
  const why = (cure && verdict.disallowed[cure]) ?? none ?? nothingToDo;
  return why.en.includes(sentence.en)
    ? why
    : { en: `${sentence.en} ${why.en}`, ko: `${sentence.ko} ${why.ko}` };
};

/** The cure that was asked for or is proposed, if it is allowed here. */
const chosen = (verdict: Verdict, typed: string | null): CureName | Refusal => {
  if (typed !== null && cureNamed(typed) === null && !Object.keys(verdict.disallowed).includes(typed))
    return no({
      en: `No cure is called "${typed}". Allowed here: ${verdict.allowed.join(', ') || 'none'}.`,
      ko: `"${typed}"라는 복구 방법이 없습니다. 가능한 것: ${verdict.allowed.join(', ') || '없음'}`,
    });
  const cure = typed === null ? verdict.proposed : cureNamed(typed);
  return cure !== null && verdict.allowed.includes(cure) ? cure : no(whyNot(verdict, cure));
};

const planFor = (engine: Engine, looked: Observed, cure: CureName) => {
  const runbook = engine.runbooks.find(r => r.cure === cure);
  if (!runbook)
    return no({
      en: `${looked.verdict.sentence.en} Its cure, ${cure}, is not built into this bot yet; do it by hand as docs/runbooks says.`,
      ko: `${looked.verdict.sentence.ko} 복구 방법 ${josa(cure, '은/는')} 아직 봇에 없습니다. docs/runbooks를 보고 직접 수행하세요.`,
    });
  const { target, steps } = makePlan(
    'plan',
    runbook,
    looked.verdict,
    looked.seen,
    engine.settings,
    engine.peopleRule,
  );
  return { ok: true as const, target, plan: steps };
};

const start = async (
  engine: Engine,
  found: ClusterName,
  looked: Observed,
  request: RecoverRequest,
): Promise<{ ok: true; run: string } | Refusal> => {
  const { verdict } = looked;
  const cure = chosen(verdict, request.cure);
  if (typeof cure !== 'string') return cure;
  const runbook = engine.runbooks.find(r => r.cure === cure);
  if (!runbook) return planFor(engine, looked, cure) as Refusal; // planFor refuses exactly when there is no such runbook
  const { run } = looked;
  const inTheWay = run && !run.finished && givesWay(run) ? await makeWay(engine, run, request.by) : null;
  return inTheWay ?? openRun(engine, found, looked, request, runbook);
};
