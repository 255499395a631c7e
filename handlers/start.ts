import { parseCluster } from '../src/messages/button-value.ts';
import { staleWords } from '../src/messages/notices.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';
import { etcdStatus } from './etcd-status.ts';
import { recover } from './recover.ts';
import { refused } from './refused.ts';

/** Start recovery: the same as typing `/pks recover`. */
export const start = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseCluster(value);
  await (target ? recover(caller, target, deps) : refused(caller, staleWords, deps));
};

/** Read again: fills in the card whose button was clicked. */
export const refresh = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseCluster(value);
  if (!target) return refused(caller, staleWords, deps);
  await etcdStatus(caller, target.cluster, deps, caller.message);
};

/** Look closer: the same as typing `/pks etcd-status`. */
export const look = async (caller: Caller, value: string, deps: Deps): Promise<void> => {
  const target = parseCluster(value);
  await (target ? etcdStatus(caller, target.cluster, deps) : refused(caller, staleWords, deps));
};
