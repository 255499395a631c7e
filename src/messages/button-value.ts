import { z } from 'zod';
import type { Answer } from '../model/click.ts';

/** Every button this bot posts; `handlers/index.ts` routes them. */
export const actionIds = {
  approve: 'pks_approve',
  abort: 'pks_abort',
  skip: 'pks_skip',
  again: 'pks_again',
  happened: 'pks_happened',
} as const satisfies Record<Answer, string>;
export const takeOverId = 'pks_takeover';
export const breakGlassId = 'pks_break_glass';
export const startId = 'pks_start';
export const refreshId = 'pks_refresh';
export const lookId = 'pks_look';
export const snapshotButton = 'pks_snapshot';

/** A button's value routes a click and never authorises it: everything is read again from the journal. */
type AskTarget = {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  /** The first 16 characters of the ask's digest: what the person was looking at. */
  readonly nonce: string;
};
/** Abort beside a run or a step that asks nothing. */
type RunTarget = { readonly run: string };
type ClusterTarget = { readonly cluster: string; readonly cure: string | null };

const ask = z.strictObject({
  run: z.string(),
  step: z.string(),
  attempt: z.int().nonnegative(),
  nonce: z.string().max(16),
});
const wholeRun = z.strictObject({ run: z.string() });
const cluster = z.strictObject({ cluster: z.string(), cure: z.string().nullable() });

export const askValue = (target: AskTarget): string =>
  JSON.stringify({ run: target.run, step: target.step, attempt: target.attempt, nonce: target.nonce });
export const runValue = (target: RunTarget): string => JSON.stringify({ run: target.run });
export const clusterValue = (target: ClusterTarget): string =>
  JSON.stringify({ cluster: target.cluster, cure: target.cure });

/** null for what this bot never wrote. */
const parsedWith =
  <T>(schema: z.ZodType<T>) =>
  (value: string): T | null => {
    try {
      return schema.safeParse(JSON.parse(value)).data ?? null;
    } catch {
      return null;
    }
  };
export const parseAsk = parsedWith<AskTarget>(ask);
export const parseRun = parsedWith<RunTarget>(wholeRun);
export const parseCluster = parsedWith<ClusterTarget>(cluster);
