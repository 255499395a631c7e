import type { Desk, Observed, Refusal } from '../../src/desk/desk-types.ts';
import type { Click, Surface } from '../../src/model/click.ts';
import type { Person } from '../../src/model/person.ts';
import { looked } from './a-cluster.ts';
import { aRun, gentlePlan } from './a-run.ts';

type Calls = {
  readonly looks: (string | null)[];
  readonly recovers: Parameters<Desk['recover']>[0][];
  readonly snapshots: Parameters<Desk['snapshot']>[0][];
  readonly answers: Click[];
  readonly aborts: { run: string; by: Person; via: Surface }[];
};

/** A desk that says yes and remembers what it was asked; each verb can be told otherwise. */
export const aDesk = (change: Partial<Desk> = {}): Desk & { readonly calls: Calls } => {
  const calls: Calls = { looks: [], recovers: [], snapshots: [], answers: [], aborts: [] };
  return {
    calls,
    clusters: async () => ({ ok: true, names: ['dev-1'] }),
    lastLooks: async () => [{ cluster: 'dev-1', at: Date.UTC(2026, 10, 29, 18, 12) }],
    look: async (cluster): Promise<Observed | Refusal> => {
      calls.looks.push(cluster);
      return looked();
    },
    glance: async () => ({ ok: true, well: true, silent: false, print: '' }),
    record: async cluster => {
      calls.looks.push(cluster);
      return { ok: true, name: 'dev-1-20261122T105728.json', text: '[]\n', verdict: 'healthy' };
    },
    plan: () => ({ ok: true, target: 'master/9b8ad6e0', plan: gentlePlan }),
    recover: async request => {
      calls.recovers.push(request);
      return { ok: true, run: '7f3a' };
    },
    snapshot: async request => {
      calls.snapshots.push(request);
      return { ok: true, run: '7f3a' };
    },
    answer: async click => {
      calls.answers.push(click);
      return {
        ok: true,
        words: { en: 'Approved: 1 of 2.', ko: '승인: 2명 중 1명.' },
        counted: 1,
        people: 2,
        cluster: 'dev-1',
      };
    },
    refused: async () => {},
    acceptJournal: async () => ({ ok: true, words: { en: 'Accepted.', ko: '확인했습니다.' } }),
    restored: async () => ({ ok: true, words: { en: 'Recorded.', ko: '기록했습니다.' } }),
    reason: async () => ({ ok: true, words: { en: 'The reason is written down.', ko: '기록했습니다.' } }),
    takeOver: async () => ({
      ok: true,
      words: { en: 'Taken over.', ko: '인수했습니다.' },
      counted: 0,
      people: 0,
      cluster: 'dev-1',
    }),
    abort: async (run, by, via) => {
      calls.aborts.push({ run, by, via });
      return {
        ok: true,
        words: { en: 'Abort noted.', ko: '중단을 기록했습니다.' },
        counted: 0,
        people: 0,
        cluster: 'dev-1',
      };
    },
    typed: async () => ({ ok: false, words: { en: 'Nothing is asked.', ko: '없음.' } }),
    run: async id => (id === '7f3a' ? aRun() : null),
    runs: async () => [aRun()],
    doctor: async () => [{ tool: 'bosh', version: '7.10.4', words: { en: 'fine', ko: '정상' } }],
    ...change,
  };
};
