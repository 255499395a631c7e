import { z } from 'zod';
import { defaultDataDir } from '../data-dir.ts';
import { isZone, parses, secret } from './kinds.ts';

/** What is kept, and where. .env.example says what each is for. */
export const recordSettings = {
  SNAPSHOT_KEEP_DAYS: z.coerce
    .number({ error: 'is not a number of days' })
    .min(1, 'is less than a day')
    .max(3650, 'is more than ten years')
    .default(7),
  RECORD_KEEP_DAYS: z.coerce
    .number({ error: 'is not a number of days' })
    .min(1, 'is less than a day')
    .optional(),
  REPORT_TIME_ZONE: z.string().refine(isZone, 'is not a time zone such as Asia/Seoul').default('UTC'),
  DATA_DIR: z.string().default(defaultDataDir),
  RECORD_KEY_FILE: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/([^@/\s]*@)?[A-Za-z0-9.\-[\]:]*\/\S+$/,
      'is not postgres://user:password@host/database',
    )
    .refine(parses, 'is not postgres://user:password@host/database')
    .register(secret, { is: 'login' })
    .optional(),
};
