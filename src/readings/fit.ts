import type { Ran } from '../model/command.ts';
import type { Reading } from './reading.ts';
import { notUnderstood } from './trouble.ts';

export type Fit = {
  readonly bbr: boolean;
  readonly etcdctl: boolean;
  readonly freeBytes: number;
  /** The jump host's clock, in milliseconds since the epoch. */
  readonly now: number;
};

/** What `src/commands/scripts/fit.sh` prints. */
export const readFit = (ran: Ran): Reading<Fit> => {
  const said = /^bbr (yes|no)\netcdctl (yes|no)\nfree (\d+)\nnow (\d+)\s*$/.exec(ran.stdout);
  if (!said) return notUnderstood(ran, { en: 'what the jump host has', ko: '점프 호스트 상태' });
  const [, bbr, etcdctl, free, now] = said;
  return {
    bbr: bbr === 'yes',
    etcdctl: etcdctl === 'yes',
    freeBytes: Number(free) * 1024,
    now: Number(now) * 1000,
  };
};
