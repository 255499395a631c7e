import { z } from 'zod';
import { atLeast, people } from './kinds.ts';

/** Who may say yes, and how many. .env.example says what each is for. */
export const peopleSettings = {
  APPROVERS_GROUP: z
    .string()
    .regex(/^S[A-Z0-9]+$/, 'is not a user group id such as S0123ABCD')
    .optional(),
  APPROVERS: people.optional(),
  APPROVALS_CHANGE: atLeast(1),
  APPROVALS_BELOW_QUORUM: atLeast(2),
};
