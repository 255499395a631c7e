import { z } from 'zod';
import { defaultDataDir } from './data-dir.ts';

const parts = (text: string): readonly string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean);

/** `a=b,c=d` into pairs. */
const pairs = z.string().transform((text, context) => {
  const read = parts(text).map(part => {
    const [name = '', value = ''] = part.split('=');
    if (!/^[A-Za-z0-9._-]+$/.test(name) || !/^[A-Za-z0-9._-]+$/.test(value))
      context.addIssue({ code: 'custom', message: `"${part}" is not name=deployment` });
    return { cluster: name, deployment: value };
  });
  const twice = read.find(({ cluster }, i) => read.findIndex(each => each.cluster === cluster) !== i);
  if (twice) context.addIssue({ code: 'custom', message: `names ${twice.cluster} twice` });
  return read;
});
const people = z.string().transform((text, context) => {
  const ids = parts(text);
  const odd = ids.find(id => !/^[UW][A-Z0-9]+$/.test(id));
  if (odd) context.addIssue({ code: 'custom', message: `"${odd}" is not a member id such as U0123ABCD` });
  return ids;
});
const one = <T extends string>(...words: readonly [T, ...T[]]) =>
  z.enum(words, { error: `is not ${words.join(' or ')}` });
const seconds = (fallback: number) =>
  z.coerce
    .number({ error: 'is not a number of seconds' })
    .positive('is not more than 0 seconds')
    .default(fallback);
const atLeast = (least: number) =>
  z.coerce
    .number({ error: 'is not a number of people' })
    .int('is not a whole number')
    .min(least, `may only be raised above ${least}`)
    .default(least);
const web = (example: string) => z.url({ protocol: /^https?$/, error: `is not a URL such as ${example}` });
const parses = (text: string): boolean => URL.canParse(text);
const portInRange = (text: string): boolean => Number(/:(\d+)$/.exec(text)?.[1] ?? 22) <= 65_535;
const jumpHost = z.union(
  [
    z.literal('local'),
    z
      .string()
      .regex(/^ssh:\/\/[^@/\s]+@[^:/\s]+(:\d{1,5})?$/)
      .refine(portInRange, 'names a port above 65535'),
  ],
  { error: 'is neither "local" nor ssh://user@host:port' },
);
/** What the schema marks so may never be printed. 'all': the value; 'login': user and password of an URL; 'words': each
 *  argument after the first, as far as it could be one. */
/** Which settings are secret, in whole or in part: src/app/config-secrets.ts reads the marks. */
export const secret = z.registry<{ readonly is: 'all' | 'login' | 'words' }>();
const kept = z.string().min(1).register(secret, { is: 'all' }).optional();
const notACommand = { error: 'is not a command line such as ./bbr_pks_one_cluster_backup.sh' };
/** Five fields, or six with seconds in front. */
const cronLine = /^([\d*/,-]+\s+){4,5}[\d*/,A-Za-z-]+$/;

/** Every variable that the bot reads, with its default. .env.example says what each is for. */
export const settingsSchema = z.object({
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
  PORT: z.coerce
    .number({ error: 'is not a port' })
    .int('is not a port')
    .min(0, 'is not a port')
    .max(65_535, 'is above 65535')
    .default(3000),
  CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'is not a channel id such as C0123ABCD')
    .optional(),
  APPROVERS_GROUP: z
    .string()
    .regex(/^S[A-Z0-9]+$/, 'is not a user group id such as S0123ABCD')
    .optional(),
  APPROVERS: people.optional(),
  APPROVALS_CHANGE: atLeast(1),
  APPROVALS_BELOW_QUORUM: atLeast(2),
  CARD_LANGUAGE: one('en', 'ko').default('en'),
  CLUSTERS: pairs.optional(),
  JUMP_HOST: jumpHost.default('local'),
  JUMP_HOST_KEY: z.string().optional(),
  JUMP_HOST_KNOWN_HOSTS: z.string().optional(),
  JUMP_HOST_FOLDER: z.string().default('.pks-rescue'),
  JUMP_HOST_SECRETS_FILE: z.string().optional(),
  SSH_AUTH_SOCK: z.string().optional(),
  TOOLS_PATH: z.string().optional(),
  BOSH_ENVIRONMENT: z.string().min(1).register(secret, { is: 'login' }),
  BOSH_CLIENT: z.string().min(1).optional(),
  BOSH_CLIENT_SECRET: kept,
  BOSH_CA_CERT: z.string().min(1).optional(),
  GOVC_URL: z.string().register(secret, { is: 'login' }).optional(),
  GOVC_USERNAME: z.string().optional(),
  GOVC_PASSWORD: kept,
  GOVC_DATACENTER: z.string().optional(),
  GOVC_TLS_CA_CERTS: z.string().optional(),
  BBR_SCRIPT: z
    .string()
    .register(secret, { is: 'words' })
    .transform(text => text.split(/\s+/).filter(Boolean))
    .pipe(z.tuple([z.string(notACommand)], z.string(), notACommand))
    .default(['./bbr_pks_one_cluster_backup.sh']),
  ETCD_BIN: z.string().regex(/^\//, 'is not an absolute path such as /opt/etcd-3.5').optional(),
  SNAPSHOT_KEEP_DAYS: z.coerce
    .number({ error: 'is not a number of days' })
    .min(1, 'is less than a day')
    .max(3650, 'is more than ten years')
    .default(7),
  SERVICE_URL: web('http://lb.example.com/').register(secret, { is: 'login' }).optional(),
  DATA_DIR: z.string().default(defaultDataDir),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\/([^@/\s]*@)?[A-Za-z0-9.\-[\]:]*\/\S+$/,
      'is not postgres://user:password@host/database',
    )
    .refine(parses, 'is not postgres://user:password@host/database')
    .register(secret, { is: 'login' })
    .optional(),
  WATCH_CRON: z.string().regex(cronLine, 'is not a cron line such as "* * * * *"').default('* * * * *'),
  ETCD_33_CURES: one('on', 'off').default('off'),
  HOLD_SECONDS: seconds(60),
  JOIN_SECONDS: seconds(45),
  SETTLE_SECONDS: seconds(300),
  LOOK_EVERY_SECONDS: seconds(5),
  SECOND_LOOK_SECONDS: seconds(5),
});

export type Config = z.infer<typeof settingsSchema>;
type Given = Readonly<Record<string, string | undefined>>;

/** Where the right value is found, for whoever has a wrong one or none. */
const fixes: ReadonlyMap<string, string> = new Map([
  ['SLACK_BOT_TOKEN', 'copy the Bot User OAuth Token from api.slack.com/apps, OAuth & Permissions'],
  ['SLACK_APP_TOKEN', 'create one with connections:write in Basic Information, App-Level Tokens'],
  ['CHANNEL', 'in Slack, open the channel’s details; its id is at the bottom'],
  ['APPROVERS_GROUP', 'in Slack, People, User groups, the group’s menu, "Copy group ID"'],
  ['APPROVERS', 'in Slack, each person’s profile, the menu, "Copy member ID"; separate them by commas'],
  ['CLUSTERS', 'write name=deployment, separated by commas; `bosh deployments` lists the deployments'],
  ['JUMP_HOST', 'write local, or ssh:// with the login and the host that has bosh and govc'],
  ['BOSH_ENVIRONMENT', 'the Director’s address, as `bosh env` on the jump host shows it'],
  [
    'BOSH_CLIENT',
    'a UAA client of the Director’s; Ops Manager shows one under Credentials, Bosh Commandline',
  ],
  ['BOSH_CLIENT_SECRET', 'the secret of BOSH_CLIENT, from the same place'],
  ['SERVICE_URL', 'the address of what users reach through the cluster’s load balancer, or leave it out'],
  [
    'DATABASE_URL',
    'the database’s own address, with %XX for odd characters of the password; or leave it out',
  ],
  ['WATCH_CRON', 'five fields: minute, hour, day, month, weekday; leave it out for every minute'],
]);
const fixOf = (name: string): string =>
  fixes.get(name) ?? 'correct it, or leave it out for its default; .env.example shows both';

/** The Director's login is set here, or in the file that an ssh jump host has of its own. */
const aboutSecrets = (given: Given): readonly string[] => {
  const overSsh = given.JUMP_HOST !== undefined && given.JUMP_HOST !== 'local';
  const elsewhere = overSsh && given.JUMP_HOST_SECRETS_FILE !== undefined;
  const login = ['BOSH_CLIENT', 'BOSH_CLIENT_SECRET'].filter(name => given[name] === undefined);
  return [
    ...(elsewhere ? [] : login.map(name => `${name} is not set: ${fixOf(name)}`)),
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
  const approvers = given.APPROVERS_GROUP || parts(given.APPROVERS ?? '').length > 0;
  return [
    ...(http || given.SLACK_APP_TOKEN
      ? []
      : [`SLACK_APP_TOKEN is needed in Socket Mode: ${fixOf('SLACK_APP_TOKEN')}`]),
    ...(!http || given.SLACK_SIGNING_SECRET
      ? []
      : ['SLACK_SIGNING_SECRET is needed in HTTP mode: copy it from Basic Information, App Credentials']),
    ...aboutSecrets(given),
    ...(approvers
      ? []
      : [
          `APPROVERS_GROUP or APPROVERS is needed, or nobody could approve anything: ${fixOf('APPROVERS_GROUP')}`,
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

/** Where the journal is, for a program that needs nothing else of the configuration. */
export const readPlace = (env: Given = process.env): z.infer<typeof place> => {
  const given = filled(env);
  const read = place.safeParse(given);
  if (read.success) return read.data;
  throw new ConfigTrouble(linesOf(read.error, given).join('\n'));
};

export const readConfig = (env: Given = process.env): Config => {
  const given = filled(env);
  const read = settingsSchema.safeParse(given);
  const lines = [...new Set([...linesOf(read.error, given), ...together(given)])];
  if (read.success && lines.length === 0) return read.data;
  throw new ConfigTrouble(`The configuration is not complete:\n  ${lines.join('\n  ')}`);
};
