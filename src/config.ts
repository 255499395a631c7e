import { z } from 'zod';

/** `a=b,c=d` into pairs. */
const pairs = z.string().transform((text, context) =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      const [name = '', value = ''] = part.split('=');
      if (!/^[A-Za-z0-9._-]+$/.test(name) || !/^[A-Za-z0-9._-]+$/.test(value))
        context.addIssue({ code: 'custom', message: `"${part}" is not name=deployment` });
      return { cluster: name, deployment: value };
    }),
);
const list = z.string().transform(text =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(Boolean),
);
const seconds = (fallback: number) => z.coerce.number().positive().default(fallback);
const jumpHost = z.union([
  z.literal('local'),
  z.string().regex(/^ssh:\/\/[^@/\s]+@[^:/\s]+(:\d+)?$/, 'is neither "local" nor ssh://user@host:port'),
]);

/** Every variable that the bot reads, with its default. .env.example says what each is for. */
const environment = z.object({
  SLACK_MODE: z.enum(['socket', 'http']).default('socket'),
  SLACK_BOT_TOKEN: z.string().regex(/^xoxb-/, 'does not begin with xoxb-'),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'does not begin with xapp-')
    .optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_API_URL: z.url().optional(),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  CHANNEL: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/, 'is not a channel id such as C0123ABCD')
    .optional(),
  APPROVERS_GROUP: z
    .string()
    .regex(/^S[A-Z0-9]+$/, 'is not a user group id such as S0123ABCD')
    .optional(),
  APPROVERS: list.optional(),
  APPROVALS_CHANGE: z.coerce.number().int().min(1, 'may only be raised above 1').default(1),
  APPROVALS_BELOW_QUORUM: z.coerce.number().int().min(2, 'may only be raised above 2').default(2),
  CARD_LANGUAGE: z.enum(['en', 'ko']).default('en'),
  CLUSTERS: pairs.optional(),
  JUMP_HOST: jumpHost.default('local'),
  JUMP_HOST_KEY: z.string().optional(),
  JUMP_HOST_KNOWN_HOSTS: z.string().optional(),
  JUMP_HOST_FOLDER: z.string().default('.pks-rescue'),
  JUMP_HOST_SECRETS_FILE: z.string().optional(),
  SSH_AUTH_SOCK: z.string().optional(),
  TOOLS_PATH: z.string().optional(),
  BOSH_ENVIRONMENT: z.string().min(1),
  BOSH_CLIENT: z.string().min(1),
  BOSH_CLIENT_SECRET: z.string().min(1),
  BOSH_CA_CERT: z.string().min(1).optional(),
  GOVC_URL: z.string().optional(),
  GOVC_USERNAME: z.string().optional(),
  GOVC_PASSWORD: z.string().optional(),
  GOVC_DATACENTER: z.string().optional(),
  GOVC_TLS_CA_CERTS: z.string().optional(),
  BBR_SCRIPT: z
    .string()
    .transform(text => text.split(/\s+/).filter(Boolean))
    .pipe(z.tuple([z.string()], z.string()))
    .default(['./bbr_pks_one_cluster_backup.sh']),
  SERVICE_URL: z.url().optional(),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is not postgres://…')
    .optional(),
  WATCH_CRON: z.string().default('* * * * *'),
  ETCD_33_CURES: z.enum(['on', 'off']).default('off'),
  HOLD_SECONDS: seconds(60),
  JOIN_SECONDS: seconds(45),
  SETTLE_SECONDS: seconds(300),
  LOOK_EVERY_SECONDS: seconds(5),
  SECOND_LOOK_SECONDS: seconds(5),
});

const whole = environment
  .refine(e => e.SLACK_MODE === 'http' || e.SLACK_APP_TOKEN, {
    path: ['SLACK_APP_TOKEN'],
    message: 'is needed in Socket Mode: create an app-level token with connections:write',
  })
  .refine(e => e.SLACK_MODE === 'socket' || e.SLACK_SIGNING_SECRET, {
    path: ['SLACK_SIGNING_SECRET'],
    message: 'is needed in HTTP mode: copy it from Basic Information',
  })
  .refine(e => e.APPROVERS_GROUP || (e.APPROVERS?.length ?? 0) > 0, {
    path: ['APPROVERS_GROUP'],
    message: 'or APPROVERS is needed: nobody could approve anything',
  });

export type Config = z.infer<typeof whole>;

/** Everything wrong with the environment at once, one line a variable, each with what to do. */
export class ConfigTrouble extends Error {
  override readonly name = 'ConfigTrouble';
}

/** An empty variable counts as unset: compose files and .env templates leave them empty. */
const filled = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

export const readConfig = (env: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const read = whole.safeParse(filled(env));
  if (read.success) return read.data;
  const lines = read.error.issues.map(issue => {
    const name = String(issue.path[0] ?? 'environment');
    const missing = filled(env)[name] === undefined && issue.code !== 'custom';
    return missing ? `${name} is not set: .env.example says what it is for` : `${name} ${issue.message}`;
  });
  throw new ConfigTrouble(`The configuration is not complete:\n  ${[...new Set(lines)].join('\n  ')}`);
};

/** What may never be printed, of what the configuration holds. */
export const secretsOf = (config: Config): readonly string[] =>
  [
    config.SLACK_BOT_TOKEN,
    config.SLACK_APP_TOKEN,
    config.SLACK_SIGNING_SECRET,
    config.BOSH_CLIENT_SECRET,
    config.GOVC_PASSWORD,
    config.DATABASE_URL ? new URL(config.DATABASE_URL).password : undefined,
  ].flatMap(secret => (secret ? [secret] : []));

/** The children's whole environment: nothing else of the bot's own is handed on. */
export const toolEnvironment = (
  config: Config,
  path: string,
  home: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      PATH: config.TOOLS_PATH ?? path,
      HOME: home,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      BOSH_ENVIRONMENT: config.BOSH_ENVIRONMENT,
      BOSH_CLIENT: config.BOSH_CLIENT,
      BOSH_CLIENT_SECRET: config.BOSH_CLIENT_SECRET,
      BOSH_CA_CERT: config.BOSH_CA_CERT,
      GOVC_URL: config.GOVC_URL,
      GOVC_USERNAME: config.GOVC_USERNAME,
      GOVC_PASSWORD: config.GOVC_PASSWORD,
      GOVC_TLS_CA_CERTS: config.GOVC_TLS_CA_CERTS,
      GOVC_PERSIST_SESSION: 'false',
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
