import type { Resurrection } from '../cluster/observation.ts';
import { shortInstance } from '../model/instance.ts';
import type { Runbook } from '../runbooks/runbook.ts';
import type { RunOutcome } from '../runs/events.ts';
import { healedBy, savedFrom } from '../runs/proven.ts';
import { isUnfinished, type Run } from '../runs/run.ts';
import { savedWords, snapshotFact } from '../runs/snapshots-kept.ts';
import { leftBehind } from '../runs/steps.ts';
import { same, type Words } from '../words.ts';
import type { Onward, Turn } from './engine.ts';
import { named } from './wind-down.ts';
import { write } from './write.ts';

/** 'observed' ends where it is said (only-looks.ts). */
type Ended = Exclude<RunOutcome, 'observed'>;

const outcomeOf = (run: Run): Ended => {
  if (run.abort || run.unanswered) return 'aborted';
  if (healedBy(run)) return 'healed';
  return savedFrom(run).length > 0 ? 'saved' : 'failed';
};

const gaveWay = (by: string): Words => ({
  en: `Gave way to \`/pks recover\` by ${by}, which takes a snapshot of its own first. To save every master, type \`/pks snapshot\` again afterwards.`,
  ko: `${by} 님의 \`/pks recover\`에 양보했습니다. 복구가 먼저 자체 스냅샷을 저장합니다. 모든 마스터를 저장하려면 복구 후 \`/pks snapshot\`을 다시 입력하세요.`,
});

const twoAreBack = (left: string): Words => ({
  en: `Quorum is back: two members serve and agree. ${shortInstance(left)} is left; type \`/pks recover\` again for it.`,
  ko: `쿼럼이 회복되었습니다. 멤버 2대가 일치하며 서비스 중입니다. ${shortInstance(left)}에는 \`/pks recover\`를 다시 실행하세요.`,
});

/** Nobody was there to be asked what to put back, so what is left is named. */
const nobodyAnswered = (run: Run, hours: number, runbooks: readonly Runbook[]): Words => {
  const left = leftBehind(run, runbooks).filter(({ isBack }) => !isBack);
  const list = named(left);
  const open = run.steps.find(isUnfinished)?.planned.title;
  const unknown = open && {
    en: ` Whether "${open.en}" happened is not known.`,
    ko: ` "${open.ko}" 실행 여부는 알 수 없습니다.`,
  };
  return {
    en: `Nobody answered for ${hours} h, so this run ended; nothing more was started. It leaves ${left.length > 0 ? `to be put back by hand: ${list.en}` : 'nothing to put back'}.${unknown?.en ?? ''} \`/pks etcd-status\` shows how the cluster stands.`,
    ko: `${hours}시간 동안 응답이 없어 복구를 종료했습니다. 추가로 실행된 것은 없습니다. ${left.length > 0 ? `직접 되돌려야 할 것: ${list.ko}` : '되돌릴 것은 없습니다'}.${unknown?.ko ?? ''} 클러스터 상태는 \`/pks etcd-status\`로 확인하세요.`,
  };
};

const wordsOf = (run: Run, outcome: Ended, runbooks: readonly Runbook[]): Words => {
  if (run.unanswered && !run.abort) return nobodyAnswered(run, run.unanswered.hours, runbooks);
  const { hash, left } = healedBy(run)?.settled?.facts ?? {};
  switch (outcome) {
    case 'healed':
      if (left !== undefined) return twoAreBack(left);
      return {
        en: `Healed: three members with one hash (${hash ?? '?'}), one leader, one term.`,
        ko: `복구 완료: 세 멤버의 해시가 같고(${hash ?? '?'}) 리더와 term이 하나입니다.`,
      };
    case 'saved':
      return savedWords(run);
    case 'aborted':
      if (run.abort?.for === 'recover') return gaveWay(run.abort.by.name);
      return {
        en: `Aborted by ${run.abort?.by.name ?? '?'}. \`/pks etcd-status\` shows how the cluster stands.`,
        ko: `${run.abort?.by.name ?? '?'} 님이 중단했습니다. 클러스터 상태는 \`/pks etcd-status\`로 확인하세요.`,
      };
    case 'failed':
      return {
        en: 'Ended without the proof that it holds. `/pks etcd-status` shows how the cluster stands.',
        ko: '안정 상태를 확인하지 못한 채 끝났습니다. `/pks etcd-status`로 상태를 확인하세요.',
      };
    default:
      return outcome satisfies never;
  }
};

const byHand = 'bosh update-resurrection on';
const resurrectionNow: Readonly<Record<'on' | 'off' | 'back' | 'left', Words>> = {
  on: { en: 'on', ko: '켜져 있음' },
  off: {
    en: `STILL OFF, Director-wide. Put it back: ${byHand}`,
    ko: `아직 꺼져 있습니다(Director 전체). 되돌리는 명령: ${byHand}`,
  },
  back: {
    en: 'switched on again; this Director does not tell its state',
    ko: '다시 켬(이 Director는 상태를 알려 주지 않음)',
  },
  left: {
    en: `switched off by this run and not on again, Director-wide; this Director does not tell its state. To put it back: ${byHand}`,
    ko: `이번 복구가 끄고 다시 켜지 않았습니다(Director 전체). 이 Director는 상태를 알려 주지 않습니다. 되돌리는 명령: ${byHand}`,
  },
};

type Last = {
  readonly gapMs: number | null;
  /** null: the run did not touch it. */
  readonly resurrection: Resurrection | null;
  readonly isBack: boolean;
};

/** By what the Director says now, however a step ended: somebody may have put it back meanwhile. */
const resurrectionWords = ({ resurrection: now, isBack }: Last): Words => {
  if (now === null) return { en: 'untouched', ko: '변경하지 않음' };
  return resurrectionNow[now !== 'unknown' ? now : isBack ? 'back' : 'left'];
};

const gapWords = (gapMs: number | null): Words => {
  if (gapMs === null) return { en: 'not looked at often enough to say', ko: '확인 간격이 길어 알 수 없음' };
  const seconds = (gapMs / 1000).toFixed(1);
  return {
    en: `at most ${seconds} s, as far as revisions were looked at`,
    ko: `최대 ${seconds}초(revision을 확인한 범위에서)`,
  };
};

const hashWords = (hash: unknown, revision: unknown): Words =>
  same(hash === null || hash === undefined ? '-' : `${hash} @ revision ${revision}`);

const factsOfEnd = (run: Run, last: Last): Readonly<Record<string, Words>> => {
  const { baseline } = run.started;
  const after = healedBy(run)?.settled?.facts;
  return {
    'hash before': hashWords(baseline.hash, baseline.revision),
    'hash after': hashWords(after?.hash, after?.revision),
    'longest write gap seen': gapWords(last.gapMs),
    resurrection: resurrectionWords(last),
    ...(run.glass ? { 'break-glass': same(`${run.glass.by.name}: ${run.glass.reason}`) } : {}),
    ...snapshotFact(run),
  };
};

/** The last entry of a run, with what its summary needs. */
export const finish = async (turn: Turn): Promise<Onward> => {
  const { run, engine } = turn;
  const outcome = outcomeOf(run);
  const switched = leftBehind(run, engine.runbooks).find(({ facts }) => facts.what === 'resurrection');
  const facts = factsOfEnd(run, {
    gapMs: engine.observer.longestWriteGapMs(run.started.deployment, run.startedAt),
    resurrection: switched ? await engine.observer.resurrection() : null,
    isBack: switched?.isBack === true,
  });
  await engine.observer.release(run.id);
  const written = await write(
    turn,
    [{ kind: 'finished', outcome, words: wordsOf(run, outcome, engine.runbooks), facts }],
    'finish',
  );
  return written === 'written' ? 'parked' : 'on';
};
