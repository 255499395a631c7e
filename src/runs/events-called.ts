import { z } from 'zod';
import { ofStep } from './events-parts.ts';

/** A user group or a person, by id. */
export const callee = z.union([z.object({ group: z.string() }), z.object({ user: z.string() })]);

/** How many members serve, are known not to, and are needed. */
export const members = z.object({
  healthy: z.number(),
  down: z.number(),
  quorum: z.number(),
  of: z.number(),
});

/** Nobody has answered an ask yet: who was called next, and what the wait costs. */
export const called = z.object({
  kind: z.literal('called'),
  ...ofStep,
  /** Counts from 1 for each ask. */
  n: z.number(),
  to: z.array(callee),
  /** The pager is called too. */
  page: z.boolean(),
  /** As they were read for the call; absent where they could not be. */
  members: members.optional(),
  /** Since the record knows of no quorum. */
  noWritesSeconds: z.number().optional(),
});

/** The time for approvals of an ask is over: what was given is lost. */
export const expired = z.object({ kind: z.literal('expired'), ...ofStep });

/** Nobody answered an ask for so long that the run ends. */
export const unanswered = z.object({ kind: z.literal('unanswered'), ...ofStep, hours: z.number() });
