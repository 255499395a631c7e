import { waitingStep } from '../approvals/calling.ts';
import { backoffMs } from '../model/backoff.ts';
import type { Pager, PagerCall } from '../ports/pager.ts';
import { fold, type Run } from '../runs/run.ts';
import type { Engine } from './engine.ts';

/** What is remembered of one page until it is resolved. `at`: when it was last tried, by the store's clock. */
type Kept = {
  readonly is: 'due' | 'told' | 'over';
  readonly page: PagerCall;
  readonly step: string;
  readonly attempt: number;
  readonly at: number;
  readonly tries: number;
};

const prefix = 'page/';
/** Longer than a try may take: whoever claimed it is gone then, and telling a pager twice does no harm. */
const againMs = 30_000;

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'is' in value && 'page' in value;

const pageOf = (run: Run, minutes: number): Omit<Kept, 'is' | 'at' | 'tries'> | null => {
  const step = waitingStep(run);
  const call = step?.calls.findLast(each => each.attempt === step.attempt && each.page);
  if (!step || !call) return null;
  const { cluster, requestedBy } = run.started;
  const title = step.planned.title.en;
  const { members, noWritesSeconds } = call;
  return {
    step: step.planned.id,
    attempt: step.attempt,
    page: {
      key: `pks-rescue/${run.id}/${step.planned.id}/${step.attempt}`,
      summary: `${cluster}: "${title}" waits for an answer in Slack for ${minutes} min${
        noWritesSeconds === undefined ? '' : `; etcd has taken no writes for ${Math.round(noWritesSeconds)} s`
      }`,
      cluster,
      run: run.id,
      details: {
        step: title,
        people: String(step.asked?.people ?? ''),
        'asked for by': requestedBy.name,
        ...(members
          ? { members: `${members.healthy} of ${members.of} healthy, quorum ${members.quorum}` }
          : {}),
      },
    },
  };
};

/** Written down first, then told; what was told is resolved once nobody is waited for any more, also by another process. */
export const paging = (engine: Engine, pager: Pager) => {
  const { journal, log } = engine;
  const said = new Set<string>();

  /** A waiting run whose record says that the pager is called. */
  const note = async (run: Run, now: number): Promise<void> => {
    const found = pageOf(run, Math.floor((now - (waitingStep(run)?.asked?.at ?? now)) / 60_000));
    if (found)
      await journal.swap(`${prefix}${found.page.key}`, undefined, { is: 'due', ...found, at: 0, tries: 0 });
  };
  const stillWaits = async ({ page, step, attempt }: Kept): Promise<boolean> => {
    const entries = await journal.read(page.run);
    const now = entries.length > 0 ? waitingStep(fold(entries)) : null;
    return now?.planned.id === step && now.attempt === attempt;
  };
  const failed = async (key: string, kept: Kept, error: unknown): Promise<void> => {
    await journal.swap(key, kept, { ...kept, tries: kept.tries + 1 });
    if (said.has(key)) return;
    said.add(key);
    const why = error instanceof Error ? error.message : String(error);
    log(`run ${kept.page.run}: the pager was not reached (${why}); trying again`);
    engine.tell(kept.page.run, {
      en: `The pager was not reached (${why}); it is tried again. Call somebody yourself.`,
      ko: `호출기(pager)에 연결하지 못했습니다(${why}). 다시 시도합니다. 담당자에게 직접 연락하세요.`,
    });
  };
  const tell = async (key: string, kept: Kept, waits: boolean, now: number): Promise<void> => {
    const claimed: Kept = { ...kept, is: waits ? 'due' : 'over', at: now };
    if (!(await journal.swap(key, kept, claimed))) return;
    try {
      await (waits ? pager.trigger(kept.page) : pager.resolve(kept.page));
      if (waits) await journal.swap(key, claimed, { ...claimed, is: 'told', tries: 0 });
      else await journal.forget(key);
    } catch (error) {
      await failed(key, claimed, error);
    }
  };
  /** One step towards what should be: told while somebody is waited for, and gone afterwards. */
  const bring = async (key: string, kept: Kept, now: number): Promise<void> => {
    const waits = await stillWaits(kept);
    if (kept.is === 'told') return waits ? undefined : tell(key, kept, waits, now);
    if (kept.at === 0) return waits ? tell(key, kept, waits, now) : journal.forget(key);
    // Another process may be at it, or it failed a moment ago.
    const rest = Math.max(againMs, backoffMs(kept.tries, { longestMs: 300_000 }));
    if (now - kept.at >= rest) await tell(key, kept, waits, now);
  };
  return {
    note,
    look: async (now: number): Promise<void> => {
      for (const [rest, kept] of await journal.recallAll(prefix))
        if (isKept(kept)) await bring(`${prefix}${rest}`, kept, now);
    },
  };
};
