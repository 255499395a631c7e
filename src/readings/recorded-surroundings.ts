import { z } from 'zod';

/** What BOSH and the Director told, in a recording: absent in older files, which then say what a look that did not ask would. */

const processes = z.array(z.object({ name: z.string(), state: z.string() })).default([]);
const words = z.object({ en: z.string(), ko: z.string() });
const unread = z.array(z.object({ what: z.string(), why: z.string(), words: words.optional() })).default([]);

/** In the shapes of MasterObservation. */
export const recordedRow = {
  az: z.string().default(''),
  ip: z.string().default(''),
  ips: z.array(z.string()).optional(),
  /** null: BOSH has no VM for it. */
  cid: z.string().nullable().default(''),
  agentId: z.string().nullable().default(null),
  diskCids: z.array(z.string()).default([]),
  desired: z.string().default(''),
  ignored: z.boolean().default(false),
  processes,
  unread,
};
export const row = z.object(recordedRow);

const task = z.object({
  id: z.string(),
  state: z.string(),
  description: z.string(),
  deployment: z.string(),
  user: z.string(),
  result: z.string().optional(),
});
const lock = z.object({ type: z.string(), resource: z.string(), taskId: z.string() });

/** In the shapes of Observation. */
export const recordedDirector = {
  cluster: z.string().default('recorded'),
  deployment: z.string().default('service-instance_<uuid>'),
  tasks: z.array(task).nullable().default(null),
  locks: z.array(lock).nullable().default(null),
  resurrection: z.enum(['on', 'off', 'unknown']).default('unknown'),
  unread,
};
export const director = z.object(recordedDirector);
