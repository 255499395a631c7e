import { z } from 'zod';
import { person, surface } from './events-parts.ts';

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
