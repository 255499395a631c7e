import { z } from 'zod';

/* What entries of several kinds are made of. */

export const texts = z.record(z.string(), z.string());
export const words = z.object({ en: z.string(), ko: z.string() });
export const person = z.object({ team: z.string(), id: z.string(), name: z.string() });
export const surface = z.enum(['button', 'modal', 'slash', 'cli']);
export const ofStep = { step: z.string(), attempt: z.number() };
