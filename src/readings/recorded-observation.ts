import { z } from 'zod';
import { scriptSaysHalfAdded } from '../cluster/last-attempt.ts';
import type {
  EtcdObservation,
  EtcdStatus,
  MasterObservation,
  MemberListed,
  Observation,
} from '../cluster/observation.ts';
import { largestGroup } from '../cluster/quorum.ts';
import type { HexId } from '../model/instance.ts';
import { lastStartBlock, startBlocks } from './etcd-log.ts';
import { stamped, statusOf } from './etcd-status.ts';
import { identityKept, identitySeen } from './identity.ts';
import { type Json, parseJson } from './json.ts';
import { missed, type Reading } from './reading.ts';
import { director, recordedDirector, recordedRow, row } from './recorded-surroundings.ts';
import {
  etcdWitness,
  filesWitness,
  listedIn,
  masterWitness,
  recordedWitnesses,
} from './recorded-witnesses.ts';

const whole = z.number().int().nonnegative();
const hexId = z
  .string()
  .regex(/^(0x)?[0-9a-fA-F]{1,16}$/)
  .transform(id =>
    id
      .toLowerCase()
      .replace(/^0x/, '')
      .replace(/^0+(?=.)/, ''),
  );
/** What etcdctl prints for a member that is down: a list without an endpoint. */
const isNobody = (json: unknown): boolean => Array.isArray(json) && json.length === 0;
const status = z.unknown().transform((json, context): EtcdStatus | null => {
  if (json === null || json === undefined || isNobody(json)) return null;
  const read = statusOf(json as Json); // it came out of parseJson, and statusOf checks it again
  if (read === null) context.addIssue('is not what etcdctl endpoint status -w json prints');
  return read;
});

/** `date +%s.%N`: parseJson leaves so long a number as it stands, or it was written as text. */
const stamp = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();

/** In place of a second status: nobody asked for one. */
export const notTaken = 'not taken';
const master = z.object({
  /** false: the VM itself could not be asked, so that nothing that it would tell was read. */
  asked: z.boolean().default(true),
  up: z.boolean(),
  healthy: z.boolean(),
  index: z.string().optional(),
  processState: z.string().optional(),
  status: status.optional(),
  statusAfter5s: z.union([z.literal(notTaken), status]).optional(),
  statusAt: stamp,
  statusAfter5sAt: stamp,
  hashAtRevision: z.union([whole, z.string().regex(/^\d+$/).transform(Number)]).nullish(),
  hashRevision: whole.nullish(),
  compactRevision: z.number().int().nullish(),
  memberIds: z.array(hexId).nullish(),
  alarms: z.array(z.string()).nullish(),
  bootstrap: z.boolean().nullish(),
  memberDir: z.boolean().nullish(),
  memberWasMissing: z.boolean().nullish(),
  walFiles: whole.nullish(),
  lastStartBlock: z.string().nullish(),
  identity: identitySeen.nullish(),
  ...recordedRow,
  ...recordedWitnesses,
});
const observation = z.object({
  at: z.string().nullish(),
  ...recordedDirector,
  lastKnownRevision: whole.nullish(),
  lastKnownKeys: whole.nullish(),
  lastKnown: identityKept.nullish(),
  masters: z.record(z.string(), master),
});
type Recorded = z.infer<typeof master>;

/** A recording has ids and no names, so the log's own word tells a member that was added and never started. */
const listOf = (
  recorded: Recorded,
  own: ReadonlySet<HexId>,
  unstarted: boolean,
): readonly MemberListed[] | null =>
  recorded.memberIds === null || recorded.memberIds === undefined || recorded.memberIds.length === 0
    ? null
    : recorded.memberIds.map(id => ({
        id,
        name: own.has(id) || !unstarted ? id : '',
        peerUrls: [],
        learner: false,
      }));

const filesOf = (recorded: Recorded): MasterObservation['files'] =>
  recorded.memberDir === null || recorded.memberDir === undefined
    ? null
    : {
        memberDir: recorded.memberDir,
        memberWasMissing: recorded.memberWasMissing ?? null,
        walFiles: recorded.walFiles ?? null,
        ...filesWitness(recorded),
      };

/** Absent: the one status stands for both looks, and without a stamp. null: it was asked again and told nothing. */
const laterOf = (recorded: Recorded): EtcdObservation['later'] => {
  if (recorded.statusAfter5s === undefined) return recorded.status ?? null;
  if (recorded.statusAfter5s === notTaken) return null;
  return stamped(recorded.statusAfter5s, recorded.statusAfter5sAt) ?? 'silent';
};

type Hash = EtcdObservation['hash'];
/** Files of before `hashRevision` have hashes of the smallest newest revision that the members of the cluster told. */
const hashOf = (recorded: Recorded, smallestNewest: number): Hash =>
  recorded.hashAtRevision === null || recorded.hashAtRevision === undefined
    ? null
    : {
        revision: recorded.hashRevision ?? smallestNewest,
        hash: recorded.hashAtRevision,
        compactRevision: recorded.compactRevision ?? 0,
      };
const smallestNewestOf = (masters: readonly MasterObservation[]): number => {
  const told = largestGroup(masters.map(master => master.etcd)).flatMap(({ status, later }) =>
    status === null ? [] : [later === null || later === 'silent' ? status.revision : later.revision],
  );
  return told.length === 0 ? 0 : Math.min(...told);
};

/** A recording of several starts counts from the last that shows what became of it; one start is taken as it is. */
const blockOf = ({ lastStartBlock: block }: Recorded): string | null => {
  if (block === null || block === undefined) return null;
  return startBlocks(block).length > 1 ? lastStartBlock(block) : block;
};

type Shared = { revision: number; own: ReadonlySet<HexId>; unstarted: boolean; bootstrapKnown: boolean };
const etcdOf = (recorded: Recorded, shared: Shared): EtcdObservation => ({
  up: recorded.up,
  healthy: recorded.healthy,
  status: stamped(recorded.status ?? null, recorded.statusAt),
  later: laterOf(recorded),
  hash: hashOf(recorded, shared.revision),
  members: listedIn(recorded) ?? listOf(recorded, shared.own, shared.unstarted),
  alarms: recorded.alarms?.filter(alarm => alarm.trim() !== '') ?? null,
  ...etcdWitness(recorded),
});

const masterOf = (
  instance: string,
  index: number,
  recorded: Recorded,
  shared: Shared,
): MasterObservation => ({
  instance,
  ...row.parse(recorded),
  index: recorded.index ?? String(index),
  // There is exactly one: where another is known to be it, this one is not.
  bootstrap: recorded.bootstrap ?? (shared.bootstrapKnown ? false : null),
  processState: recorded.processState ?? (recorded.up && recorded.healthy ? 'running' : 'failing'),
  ...masterWitness(recorded),
  etcd: recorded.asked ? etcdOf(recorded, shared) : null,
  files: filesOf(recorded),
  ...(recorded.identity && { identity: recorded.identity }),
  lastStartBlock: blockOf(recorded),
});

const seenOf = (recorded: z.infer<typeof observation>): Observation => {
  const masters = Object.entries(recorded.masters);
  const statuses = masters.flatMap(([, each]) => (each.up && each.status ? [each.status] : []));
  const shared = {
    own: new Set(statuses.map(each => each.memberId)),
    bootstrapKnown: masters.some(([, each]) => each.bootstrap === true),
    unstarted: masters.some(([, each]) => scriptSaysHalfAdded(each.lastStartBlock ?? '')),
  };
  const read = (revision: number): readonly MasterObservation[] =>
    masters.map(([instance, each], index) => masterOf(instance, index, each, { ...shared, revision }));
  return {
    ...director.parse(recorded),
    at: recorded.at ?? '',
    masters: read(smallestNewestOf(read(0))),
    memory:
      recorded.lastKnownRevision === null || recorded.lastKnownRevision === undefined
        ? null
        : {
            revision: recorded.lastKnownRevision,
            keyCount: recorded.lastKnownKeys ?? null,
            ...(recorded.lastKnown && { identity: recorded.lastKnown }),
          },
  };
};

const notJson = missed({
  en: 'The file is not JSON. Write one observation, or an array of them, as docs/observations.md shows.',
  ko: 'JSON 파일이 아닙니다. docs/observations.md 형식으로 관측 하나 또는 배열을 작성하세요.',
});

const faultOf = (error: z.ZodError, which: string): Reading<never> => {
  const issue = error.issues[0];
  const where = [which, ...(issue?.path ?? []).map(String)].filter(Boolean).join(' > ');
  const what = `${where || 'the document'}: ${issue?.message ?? 'unreadable'}`;
  return missed({
    en: `The observation cannot be read: ${what}. docs/observations.md shows the format.`,
    ko: `관측 파일을 읽을 수 없습니다. ${what}. 형식은 docs/observations.md를 참고하세요.`,
  });
};

/** One recorded observation; `which` names it in the sentence why not. */
export const readObservation = (json: Json, which: string): Reading<Observation> => {
  const parsed = observation.safeParse(json);
  return parsed.success ? seenOf(parsed.data) : faultOf(parsed.error, which);
};

/** Recorded observations (docs/observations.md) as clusters seen: one, or of an array each for itself, also where another
 *  cannot be read. */
export const readObservations = (
  text: string,
): Reading<Observation | { readonly each: readonly Reading<Observation>[] }> => {
  const json = parseJson(text);
  if (json === undefined) return notJson;
  return Array.isArray(json)
    ? { each: json.map((one: Json, index) => readObservation(one, `observation ${index + 1}`)) }
    : readObservation(json, '');
};
