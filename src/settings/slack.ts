import { z } from 'zod';
import { channel, channels, kept, one, port, secret, web } from './kinds.ts';

/** What Slack needs. .env.example says what each is for. */
export const slackSettings = {
  SLACK_MODE: one('socket', 'http').default('socket'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/, 'does not begin with xoxb-')
    .register(secret, { is: 'all' }),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'does not begin with xapp-')
    .register(secret, { is: 'all' })
    .optional(),
  SLACK_SIGNING_SECRET: kept,
  SLACK_API_URL: web('https://slack.com/api/')
    .register(secret, { is: 'login' })
    .transform(url => (url.endsWith('/') ? url : `${url}/`))
    .optional(),
  SLACK_CA_FILE: z.string().min(1).optional(),
  PORT: port.default(3000),
  CHANNEL: channel.optional(),
  HEARTBEAT_CHANNEL: channel.optional(),
  OUTPUT_UPLOAD: one('off', 'on').default('off'),
  RUN_CHANNELS: channels.optional(),
  CARD_LANGUAGE: one('en', 'ko').default('en'),
};
