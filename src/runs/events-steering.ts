import { z } from 'zod';
import { callee } from './events-called.ts';
import { answerGiven, ofStep, person, signed, surface } from './events-parts.ts';

export const answerEvent = z.object({
  kind: z.literal('answered'),
  ...ofStep,
  answer: answerGiven,
  by: person,
  via: surface,
  /** Of a skip, in their own words without secrets; older ones have none. */
  reason: z.string().optional(),
  ...signed,
});

/** From here to the end of the run one approval is enough, which may be this person's though they own it. Without a valid
 *  signature it is nothing. */
export const glassBroken = z.object({
  kind: z.literal('glass-broken'),
  ...ofStep,
  by: person,
  via: surface,
  reason: z.string(),
  /** How many people the rule asks here. */
  people: z.number(),
  /** The command that they were shown twice. */
  line: z.string(),
  /** Whom it tells. */
  to: z.array(callee),
  ...signed,
});

/** Somebody is the owner from now on; who was it before keeps nothing but the exclusion from approving. */
export const takenOver = z.object({ kind: z.literal('taken-over'), by: person, via: surface });

export const abortRequested = z.object({
  kind: z.literal('abort-requested'),
  by: person,
  via: surface,
  /** Nobody pressed Abort: a recovery was asked for, which it gives way to. */
  for: z.enum(['recover']).optional(),
  /** Who it was could not be read at that moment. */
  unverified: z.boolean().optional(),
});
