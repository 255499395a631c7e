import type { Lease } from '../ports/leases.ts';
import type { Engine } from './engine.ts';

/** A driver that fell silent keeps its run this long; then another replica takes it over. */
export const leaseMs = 2_500;
const renewEveryMs = 600;

/** When a driver is to stop: `soon` between two moves, `now` in the middle of one. */
export type Stopping = { readonly soon: AbortSignal; readonly now: AbortSignal };

/** Keeps the run while one move takes its time (a command of minutes, a slow reading). Let go of, the lease is released,
 *  so that whatever the move still wants to write is refused. `lost`: another process has the run; `done` ends it. */
export const keepLease = ({ journal, log }: Engine, lease: Lease, letGo?: AbortSignal) => {
  const lost = new AbortController();
  const renew = async () => {
    if (!(await journal.renew(lease))) lost.abort();
  };
  // A store that is away is said by whoever writes; the next renewal may find it back.
  const timer = setInterval(() => void renew().catch(() => {}), renewEveryMs);
  const release = () =>
    void journal
      .release(lease)
      .catch(() => log(`run ${lease.run}: its lease could not be released and runs out by itself`));
  const onLetGo = () => {
    clearInterval(timer);
    lost.abort();
    release();
  };
  letGo?.addEventListener('abort', onLetGo, { once: true });
  const done = () => {
    clearInterval(timer);
    letGo?.removeEventListener('abort', onLetGo);
  };
  return { lost: lost.signal, done };
};
