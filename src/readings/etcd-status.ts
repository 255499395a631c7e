import { z } from 'zod';
import type { EtcdStatus } from '../cluster/observation.ts';
import { findJson, hexOf, type Json } from './json.ts';

const id = z.union([z.number(), z.string()]);
const count = z.number().int().nonnegative();
const header = z.object({
  cluster_id: id,
  member_id: id,
  revision: count,
  raft_term: count.optional(),
});
const body = z.object({
  header,
  version: z.string().default(''),
  dbSize: count.optional(),
  dbSizeInUse: count.optional(),
  leader: id.optional(),
  raftIndex: count,
  raftTerm: count.optional(),
  raftAppliedIndex: count.optional(),
  isLearner: z.boolean().default(false),
  errors: z.array(z.string()).default([]),
});
/** etcdctl prints a list of endpoints; a recording may hold one endpoint, or the status alone. */
const document = z.union([
  z
    .array(z.object({ Status: body }))
    .min(1)
    .transform(list => list[0]?.Status),
  z.object({ Status: body }).transform(each => each.Status),
  body,
]);

/** `endpoint status -w json` of one endpoint; null when it is not one. */
export const statusOf = (json: Json | undefined): EtcdStatus | null => {
  const parsed = document.safeParse(json);
  if (!parsed.success || parsed.data === undefined) return null;
  const status = parsed.data;
  const memberId = hexOf(status.header.member_id);
  const clusterId = hexOf(status.header.cluster_id);
  // etcd leaves out what is 0: of one that serves neither term, index nor revision is, so what is not there was not told.
  const raftTerm = status.raftTerm ?? status.header.raft_term;
  if (memberId === null || clusterId === null || raftTerm === undefined) return null;
  return {
    memberId,
    clusterId,
    leaderId: status.leader === undefined ? null : hexOf(status.leader),
    raftTerm,
    raftIndex: status.raftIndex,
    raftAppliedIndex: status.raftAppliedIndex ?? status.raftIndex,
    revision: status.header.revision,
    // etcd leaves out what is 0, and no db is empty: what is not there was not told.
    dbSizeBytes: status.dbSize || null,
    ...(status.dbSizeInUse === undefined ? {} : { dbInUseBytes: status.dbSizeInUse }),
    version: status.version,
    learner: status.isLearner,
    errors: status.errors,
  };
};

/** A line of `date +%s.%N` in what a VM printed; undefined where its date knows no %N, or nothing was stamped. */
export const stampOf = (text: string): number | undefined => {
  const told = /^\d{9,11}\.\d+$/m.exec(text.replaceAll('\r', ''))?.[0];
  return told === undefined ? undefined : Number(told);
};
export const stamped = (status: EtcdStatus | null, at: number | null | undefined): EtcdStatus | null =>
  status === null || at === null || at === undefined ? status : { ...status, at };

const health = z.array(z.object({ health: z.boolean() })).min(1);
/** `endpoint health -w json`: true only when every endpoint asked says so. */
export const healthOf = (text: string): boolean => {
  const parsed = health.safeParse(findJson(text));
  return parsed.success && parsed.data.every(each => each.health);
};
