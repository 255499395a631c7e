import { z } from 'zod';
import {
  atLeast,
  groupsByCluster,
  kept,
  logins,
  minutes,
  minutesList,
  people,
  secret,
  userGroup,
  web,
} from './kinds.ts';

/** Who may say yes, and how many, and who is called when nobody does. .env.example says what each is for. */
export const peopleSettings = {
  APPROVERS_GROUP: userGroup.optional(),
  APPROVERS: people.optional(),
  APPROVERS_BY_CLUSTER: groupsByCluster.optional(),
  HOST_PEOPLE: logins.optional(),
  APPROVALS_CHANGE: atLeast(1),
  APPROVALS_BELOW_QUORUM: atLeast(2),
  APPROVAL_EXPIRES_MINUTES: minutes(60),
  REMIND_AFTER_MINUTES: minutesList.default([2, 5, 10]),
  ESCALATE_AFTER_MINUTES: minutes(15),
  BREAK_GLASS_GROUP: userGroup.optional(),
  ONCALL_GROUP: userGroup.optional(),
  ESCALATION_GROUP: userGroup.optional(),
  PAGERDUTY_ROUTING_KEY: kept,
  PAGERDUTY_URL: web('https://events.pagerduty.com/v2/enqueue').default(
    'https://events.pagerduty.com/v2/enqueue',
  ),
  PAGER_WEBHOOK_URL: web('https://pager.example.com/pks').register(secret, { is: 'login' }).optional(),
  PAGER_WEBHOOK_SECRET: z
    .string()
    .min(16, 'is shorter than 16 characters')
    .register(secret, { is: 'all' })
    .optional(),
};
