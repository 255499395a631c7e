import { z } from 'zod';
import type { ClusterSeen, EtcdStatus, HexId, MasterSeen, MemberListed } from '../cluster/seen.ts';
import { scriptSays } from '../cluster/signature.ts';
import { statusOf } from './etcd-status.ts';
import { type Json, parseJson } from './json.ts';
import { missed, type Reading } from './reading.ts';

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
const status = z.unknown().transform((json, context): EtcdStatus | null => {
  if (json === null || json === undefined) return null;
  const read = statusOf(json as Json); // it came out of parseJson, and statusOf checks it again
  if (read === null) context.addIssue('is not what etcdctl endpoint status -w json prints');
  return read;
});

const master = z.object({
  up: z.boolean(),
  healthy: z.boolean(),
  status: status.optional(),
  statusAfter5s: status.optional(),
  hashAtRevision: z.union([whole, z.string().regex(/^\d+$/).transform(Number)]).nullish(),
  memberIds: z.array(hexId).nullish(),
  alarms: z.array(z.string()).nullish(),
  bootstrap: z.boolean().default(false),
  memberDir: z.boolean().nullish(),
  memberWasMissing: z.boolean().nullish(),
  walFiles: whole.nullish(),
  lastStartBlock: z.string().nullish(),
});
const observation = z.object({
  lastKnownRevision: whole.nullish(),
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

const filesOf = (recorded: Recorded): MasterSeen['files'] =>
  recorded.memberDir === null || recorded.memberDir === undefined
    ? null
    : {
        memberDir: recorded.memberDir,
        memberWasMissing: recorded.memberWasMissing ?? false,
        walFiles: recorded.walFiles ?? 0,
        dbBytes: null,
        freeBytes: null,
        mounted: null,
      };

const masterOf = (
  instance: string,
  index: number,
  recorded: Recorded,
  shared: { revision: number; own: ReadonlySet<HexId>; unstarted: boolean },
): MasterSeen => ({
  instance,
  az: '',
  ip: '',
  cid: '',
  agentId: null,
  diskCids: [],
  desired: '',
  index: String(index),
  bootstrap: recorded.bootstrap,
  ignored: false,
  processState: recorded.up && recorded.healthy ? 'running' : 'failing',
  processes: [],
  monit: null,
  etcd: {
    up: recorded.up,
    healthy: recorded.healthy,
    status: recorded.status ?? null,
    later: recorded.statusAfter5s ?? null,
    hash:
      recorded.hashAtRevision === null || recorded.hashAtRevision === undefined
        ? null
        : { revision: shared.revision, hash: recorded.hashAtRevision, compactRevision: 0 },
    members: listOf(recorded, shared.own, shared.unstarted),
    alarms: (recorded.alarms ?? []).filter(alarm => alarm.trim() !== ''),
    keyCount: null,
  },
  files: filesOf(recorded),
  apiserver: null,
  lastStartBlock: recorded.lastStartBlock ?? null,
  unread: [],
});

const seenOf = (recorded: z.infer<typeof observation>): ClusterSeen => {
  const masters = Object.entries(recorded.masters);
  const healthy = masters.map(([, each]) => each).filter(each => each.up && each.healthy);
  const statuses = healthy.flatMap(each => (each.status ? [each.status] : []));
  const shared = {
    revision: statuses.length === 0 ? 0 : Math.min(...statuses.map(each => each.revision)),
    own: new Set(statuses.map(each => each.memberId)),
    unstarted: masters.some(([, each]) => scriptSays(each.lastStartBlock ?? '') === 'half-added'),
  };
  return {
    cluster: 'recorded',
    deployment: 'service-instance_<uuid>',
    at: '',
    masters: masters.map(([instance, each], index) => masterOf(instance, index, each, shared)),
    tasks: null,
    locks: null,
    resurrection: 'unknown',
    memory:
      recorded.lastKnownRevision === null || recorded.lastKnownRevision === undefined
        ? null
        : { revision: recorded.lastKnownRevision, keyCount: null },
    unread: [],
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

/** Recorded observations (docs/observations.md) as clusters seen; `many` tells that the file held an array. */
export const readObservations = (
  text: string,
): Reading<{ readonly many: boolean; readonly seen: readonly ClusterSeen[] }> => {
  const json = parseJson(text);
  if (json === undefined) return notJson;
  const list: readonly Json[] = Array.isArray(json) ? json : [json];
  const seen: ClusterSeen[] = [];
  for (const [index, each] of list.entries()) {
    const parsed = observation.safeParse(each);
    if (!parsed.success) return faultOf(parsed.error, Array.isArray(json) ? `observation ${index + 1}` : '');
    seen.push(seenOf(parsed.data));
  }
  return { many: Array.isArray(json), seen };
};
