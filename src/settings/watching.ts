import { z } from 'zod';
import { one, port, seconds } from './kinds.ts';

/** Five fields, or six with seconds in front. */
const cronLine = /^([\d*/,-]+\s+){4,5}[\d*/,A-Za-z-]+$/;

/** How often and how long the bot looks. .env.example says what each is for. */
export const watchingSettings = {
  WATCH_CRON: z.string().regex(cronLine, 'is not a cron line such as "* * * * *"').default('* * * * *'),
  WATCH_TASKS_A_MINUTE: z.coerce.number().int().min(20).max(600).default(20),
  STATUS_PORT: port.optional(),
  ETCD_33_CURES: one('on', 'off').default('off'),
  HOLD_SECONDS: seconds(60),
  JOIN_SECONDS: seconds(45),
  SETTLE_SECONDS: seconds(300),
  BBR_SILENCE_SECONDS: seconds(600),
  LOOK_EVERY_SECONDS: seconds(5),
  SECOND_LOOK_SECONDS: seconds(5),
};
