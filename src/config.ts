import { z } from 'zod';
import { fixOf } from './settings/fixes.ts';
import { parts } from './settings/kinds.ts';
import { peopleSettings } from './settings/people.ts';
import { recordSettings } from './settings/record.ts';
import { slackSettings } from './settings/slack.ts';
import { toolsSettings } from './settings/tools.ts';
import { watchingSettings } from './settings/watching.ts';

/** Every variable that the bot reads, with its default, and its kind in src/settings. .env.example says what each is for. */
export const settingsSchema = z.object({
  ...slackSettings,
  ...peopleSettings,
  ...toolsSettings,
  ...recordSettings,
  ...watchingSettings,
});

export type Config = z.infer<typeof settingsSchema>;
type Given = Readonly<Record<string, string | undefined>>;

/** The Director's login is set here, or in the file that an ssh jump host has of its own. */
const aboutSecrets = (given: Given): readonly string[] => {
  const overSsh = given.JUMP_HOST !== undefined && given.JUMP_HOST !== 'local';
  const elsewhere = overSsh && given.JUMP_HOST_SECRETS_FILE !== undefined;
  const login = ['BOSH_CLIENT', 'BOSH_CLIENT_SECRET'].filter(name => given[name] === undefined);
  return [
    ...(elsewhere ? [] : login.map(name => `${name} is not set: ${fixOf(name)}`)),
    ...(elsewhere || given.BOSH_ACT_CLIENT === undefined || given.BOSH_ACT_CLIENT_SECRET !== undefined
      ? []
      : ['BOSH_ACT_CLIENT_SECRET is not set: the secret of BOSH_ACT_CLIENT, from the same place']),
    ...(overSsh || given.JUMP_HOST_SECRETS_FILE === undefined
      ? []
      : [
          'JUMP_HOST_SECRETS_FILE is read on an ssh jump host only: with JUMP_HOST=local leave it out, and set here what it holds',
        ]),
  ];
};

/** What only several variables together can tell; asked even where one of them is wrong by itself. */
const together = (given: Given): readonly string[] => {
  const http = given.SLACK_MODE === 'http';
  // Somebody for a cluster that fits no pattern, and for what is of no cluster: the journal.
  const approvers =
    [given.APPROVERS_GROUP, given.APPROVERS].some(each => parts(each ?? '').length > 0) ||
    parts(given.APPROVERS_BY_CLUSTER ?? '').some(each => each.startsWith('*='));
  return [
    ...(http || given.SLACK_APP_TOKEN
      ? []
      : [`SLACK_APP_TOKEN is needed in Socket Mode: ${fixOf('SLACK_APP_TOKEN')}`]),
    ...(!http || given.SLACK_SIGNING_SECRET
      ? []
      : ['SLACK_SIGNING_SECRET is needed in HTTP mode: copy it from Basic Information, App Credentials']),
    ...(given.DATABASE_URL && !given.RECORD_KEY_FILE
      ? [`RECORD_KEY_FILE is needed with DATABASE_URL: ${fixOf('RECORD_KEY_FILE')}`]
      : []),
    ...aboutSecrets(given),
    ...(given.PAGER_WEBHOOK_URL && !given.PAGER_WEBHOOK_SECRET
      ? [
          'PAGER_WEBHOOK_SECRET is needed with PAGER_WEBHOOK_URL: sixteen characters or more, which the receiver knows too',
        ]
      : []),
    ...(approvers
      ? []
      : [
          `APPROVERS_GROUP or APPROVERS is needed, or *=… as the last of APPROVERS_BY_CLUSTER; or nobody could approve where no pattern fits: ${fixOf('APPROVERS_GROUP')}`,
        ]),
  ];
};

/** Everything wrong with the environment at once, one line a variable, each with what to do. */
export class ConfigTrouble extends Error {
  override readonly name = 'ConfigTrouble';
}

/** An empty variable counts as unset: compose files and .env templates leave them empty. */
const filled = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

const linesOf = (error: z.ZodError | undefined, given: Given): readonly string[] =>
  (error?.issues ?? []).map(issue => {
    const name = String(issue.path[0] ?? 'environment');
    return `${name} ${given[name] === undefined ? 'is not set' : issue.message}: ${fixOf(name)}`;
  });

const place = settingsSchema.pick({ DATA_DIR: true, DATABASE_URL: true });
const record = settingsSchema
  .pick({ DATA_DIR: true, DATABASE_URL: true, RECORD_KEY_FILE: true, CHANNEL: true })
  .extend({
    SLACK_API_URL: settingsSchema.shape.SLACK_API_URL,
    SLACK_BOT_TOKEN: settingsSchema.shape.SLACK_BOT_TOKEN.optional(),
  });

const part =
  <T>(schema: z.ZodType<T>) =>
  (env: Given = process.env): T => {
    const given = filled(env);
    const read = schema.safeParse(given);
    if (read.success) return read.data;
    throw new ConfigTrouble(linesOf(read.error, given).join('\n'));
  };

/** Where the journal is, for a program that needs nothing else of the configuration. */
export const readPlace = part(place);
/** How a report is written. */
export const readReporting = part(
  settingsSchema.pick({ DATA_DIR: true, CARD_LANGUAGE: true, REPORT_TIME_ZONE: true }),
);
/** Where the journal is and what else knows of it. */
export const readRecordPlace = part(record);

export const readConfig = (env: Given = process.env): Config => {
  const given = filled(env);
  const read = settingsSchema.safeParse(given);
  const lines = [...new Set([...linesOf(read.error, given), ...together(given)])];
  if (read.success && lines.length === 0) return read.data;
  throw new ConfigTrouble(`The configuration is not complete:\n  ${lines.join('\n  ')}`);
};
