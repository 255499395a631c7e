import { z } from 'zod';
import type { MasterObservation, MemberListed } from '../cluster/observation.ts';

/** What a recording may carry beside etcd's own answers, in the shapes of MasterObservation. Absent: the recorder did not ask, as
 *  older files; null: it asked and could not read it. */
export const recordedWitnesses = {
  stderr: z.string().nullish(),
  monit: z.array(z.object({ name: z.string(), state: z.string() })).nullish(),
  apiserver: z.object({ healthy: z.boolean().nullable(), said: z.string() }).nullish(),
  certificates: z
    .array(z.object({ file: z.string(), until: z.string().nullable(), daysLeft: z.number().nullable() }))
    .nullish(),
  starts: z.object({ now: z.string(), at: z.array(z.string()) }).nullish(),
  disk: z
    .object({
      held: z.boolean().nullable(),
      log: z
        .object({
          memberId: z.string(),
          clusterId: z.string(),
          lastTerm: z.number(),
          lastIndex: z.number(),
          commit: z.number(),
          torn: z.boolean(),
        })
        .nullable(),
    })
    .nullish(),
  members: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        peerUrls: z.array(z.string()).default([]),
        learner: z.boolean().default(false),
      }),
    )
    .nullish(),
  keyCount: z.number().nullish(),
  quotaBytes: z.number().nullish(),
  dbBytes: z.number().nullish(),
  freeBytes: z.number().nullish(),
  mounted: z.boolean().nullish(),
  ground: z
    .object({
      link: z.enum(['none', 'whole', 'dangling']).nullable(),
      owner: z.string().nullable(),
      binary: z.boolean().nullable(),
    })
    .nullish(),
};
const witnesses = z.object(recordedWitnesses);
type Recorded = z.infer<typeof witnesses>;

const given = <K extends string, V>(key: K, value: V | undefined): { readonly [key in K]?: V } =>
  // One key with the type of its value, which TypeScript does not see through the computed name.
  (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: V };

/** The list with its names and roles, where it was recorded. */
export const listedIn = ({ members }: Recorded): readonly MemberListed[] | null | undefined => members;
export const etcdWitness = ({ stderr, keyCount, quotaBytes }: Recorded) => ({
  keyCount: keyCount ?? null,
  ...given('quotaBytes', quotaBytes),
  ...given('said', stderr),
});
export const filesWitness = ({ mounted, ground, dbBytes, freeBytes }: Recorded) => ({
  dbBytes: dbBytes ?? null,
  freeBytes: freeBytes ?? null,
  ...given('mounted', mounted),
  ...given('ground', ground),
});
export const masterWitness = ({
  monit,
  apiserver,
  certificates,
  starts,
  disk,
}: Recorded): Pick<MasterObservation, 'monit' | 'apiserver' | 'certificates' | 'starts' | 'disk'> => ({
  monit: monit ?? null,
  apiserver: apiserver ?? null,
  ...given('certificates', certificates),
  ...given('starts', starts),
  ...given('disk', disk),
});
