import { z } from 'zod';
import type { Instance } from '../model/instance.ts';
import type { Journal } from '../ports/journal.ts';
import type { InstanceRow } from '../readings/bosh-instances.ts';

const processes = z.array(z.object({ name: z.string(), state: z.string() }));
const row = z.object({
  instance: z.string(),
  processState: z.string(),
  state: z.string(),
  az: z.string(),
  ips: z.array(z.string()),
  cid: z.string().nullable(),
  agentId: z.string().nullable(),
  diskCids: z.array(z.string()),
  index: z.string(),
  bootstrap: z.boolean(),
  ignored: z.boolean(),
  processes,
});
const rows = z.array(row);

/** Which masters a cluster had when it was last looked at: enough to ask each of them while a Director that waits for a
 *  silent agent (up to 15 s) still owes its list. Written only when it changes. */
export const lastKnown = (journal: Pick<Journal<never>, 'recall' | 'remember'>) => {
  const written = new Map<string, string>();
  const doubted = new Set<Instance>();
  const key = (deployment: string) => `masters/${deployment}`;
  return {
    of: async (deployment: string): Promise<readonly InstanceRow[]> =>
      rows.safeParse(await journal.recall(key(deployment))).data ?? [],
    keep: async (deployment: string, masters: readonly InstanceRow[]): Promise<void> => {
      for (const { instance } of masters) doubted.delete(instance);
      const still = masters.map(master => ({ ...master, processes: [] }));
      const json = JSON.stringify(still);
      if (written.get(deployment) === json) return;
      await journal.remember(key(deployment), still);
      written.set(deployment, json);
    },
    /** An act may end their VMs: until they are listed again nobody logs in to what they had. */
    doubt: (instances: readonly Instance[]): void => {
      for (const instance of instances) doubted.add(instance);
    },
    stands: ({ instance }: InstanceRow): boolean => !doubted.has(instance),
  };
};
export type LastKnown = ReturnType<typeof lastKnown>;
