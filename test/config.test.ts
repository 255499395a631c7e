import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretsOf } from '../src/app/config-secrets.ts';
import { toolEnvironment } from '../src/app/tool-environment.ts';
import { ConfigTrouble, readConfig } from '../src/config.ts';

const enough = {
  SLACK_BOT_TOKEN: 'xoxb-1-bot',
  SLACK_APP_TOKEN: 'xapp-1-app',
  APPROVERS: 'U0123ABCD',
  BOSH_ENVIRONMENT: 'https://192.0.2.1:25555',
  BOSH_CLIENT: 'pks-rescue',
  BOSH_CLIENT_SECRET: 'director-secret',
};

/** What the engineer who starts the bot reads; '' when it starts. */
const troubleWith = (env: Readonly<Record<string, string | undefined>>): string => {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigTrouble) return error.message;
    throw error;
  }
};

describe('an environment that is not complete', () => {
  test('every missing variable is named at once', () => {
    const said = troubleWith({});
    for (const name of ['SLACK_BOT_TOKEN', 'BOSH_ENVIRONMENT', 'BOSH_CLIENT', 'BOSH_CLIENT_SECRET'])
      expect(said).toContain(`${name} is not set`);
  });

  test('what several variables must tell together is named in the same breath', () => {
    expect(troubleWith({})).toMatch(
      /SLACK_APP_TOKEN is needed[\s\S]*APPROVERS is needed, or \*=… as the last/,
    );
  });

  test('an empty variable counts as missing', () => {
    expect(troubleWith({ ...enough, BOSH_CLIENT: '' })).toContain('BOSH_CLIENT is not set');
  });

  test('Socket Mode needs the app token, HTTP mode the signing secret', () => {
    expect(troubleWith({ ...enough, SLACK_APP_TOKEN: undefined })).toContain('SLACK_APP_TOKEN is needed');
    expect(troubleWith({ ...enough, SLACK_MODE: 'http' })).toContain('SLACK_SIGNING_SECRET is needed');
    expect(troubleWith({ ...enough, SLACK_MODE: 'http', SLACK_SIGNING_SECRET: 's' })).toBe('');
  });

  test('bots that share a database share a key, so it is named', () => {
    const shared = { ...enough, DATABASE_URL: 'postgres://127.0.0.1/pks' };
    expect(troubleWith(shared)).toContain('RECORD_KEY_FILE is needed with DATABASE_URL: make one with');
    expect(troubleWith({ ...shared, RECORD_KEY_FILE: '/etc/pks-rescue/record.key' })).toBe('');
  });

  test('without approvers nothing could ever be approved, so the bot does not start', () => {
    expect(troubleWith({ ...enough, APPROVERS: ' , ' })).toContain('APPROVERS');
  });

  test('patterns alone leave nobody for a cluster that fits none, nor for what is of no cluster; a last * does', () => {
    const by = (patterns: string) =>
      troubleWith({ ...enough, APPROVERS: undefined, APPROVERS_BY_CLUSTER: patterns });
    expect(by('prod-*=S0123ABCD')).toContain('nobody could approve where no pattern fits');
    expect(by('prod-*=S0123ABCD,*=S0456EFGH')).toBe('');
  });
});

test.each([
  ['SLACK_BOT_TOKEN', 'xoxp-1'],
  ['SLACK_APP_TOKEN', 'xoxb-1'],
  ['SLACK_MODE', 'web'],
  ['SLACK_API_URL', 'slack'],
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['CHANNEL', 'general'],
  ['APPROVERS_GROUP', 'oncall'],
  ['CARD_LANGUAGE', 'fr'],
  ['CLUSTERS', 'dev-1'],
  ['JUMP_HOST', 'jump.example.com'],
  ['BBR_SCRIPT', ' '],
  ['SERVICE_URL', 'lb'],
  ['DATABASE_URL', 'mysql://db'],
  ['HOLD_SECONDS', '0'],
  ['WATCH_CRON', 'nonsense'],
  ['CLUSTERS', 'a=b,a=c'],
  ['APPROVERS', 'bob'],
  ['JUMP_HOST', 'ssh://a@b:99999'],
  ['DATABASE_URL', 'postgres://%%'],
])('%s=%s stops the start, and the error names the variable and what mends it', (name, value) => {
  const line = troubleWith({ ...enough, [name]: value })
    .split('\n')
    .find(each => each.startsWith(`  ${name} `));
  expect(line).not.toContain('Invalid input');
  expect(line).toMatch(/: .*\b(in Slack|copy|create|write|leave it out|address|fields)\b/);
});

test('a token of the wrong kind is told where the right one is', () => {
  expect(troubleWith({ ...enough, SLACK_BOT_TOKEN: 'xoxp-1' })).toContain(
    'SLACK_BOT_TOKEN does not begin with xoxb-: copy the Bot User OAuth Token from api.slack.com/apps',
  );
  expect(troubleWith({ ...enough, BOSH_CLIENT: undefined })).toContain(
    'BOSH_CLIENT is not set: a UAA client',
  );
});

test('the Director’s login may be in a file on an ssh jump host, and only there', () => {
  const { BOSH_CLIENT: _client, BOSH_CLIENT_SECRET: _secret, ...rest } = enough;
  const there = { ...rest, JUMP_HOST: 'ssh://pks@jump', JUMP_HOST_SECRETS_FILE: '/etc/secrets.env' };
  expect(toolEnvironment(readConfig(there), '/bin', '/')).not.toHaveProperty('BOSH_CLIENT');
  for (const incomplete of [rest, { ...rest, JUMP_HOST: 'ssh://pks@jump' }])
    expect(troubleWith(incomplete)).toMatch(/BOSH_CLIENT is not set: .*\n.*BOSH_CLIENT_SECRET is not set: /);
  const local = { ...enough, JUMP_HOST_SECRETS_FILE: '/etc/secrets.env' };
  expect(troubleWith(local)).toContain('JUMP_HOST_SECRETS_FILE is read on an ssh jump host only');
});

test('the number of people is never configured below the rule', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5, max: 9 }), fc.integer({ min: -5, max: 9 }), (change, belowQuorum) => {
      const env = {
        ...enough,
        APPROVALS_CHANGE: String(change),
        APPROVALS_BELOW_QUORUM: String(belowQuorum),
      };
      expect(troubleWith(env) === '').toBe(change >= 1 && belowQuorum >= 2);
    }),
  );
});

test('no secret of the configuration is in the words about what is wrong with it', () => {
  const secrets = { BOSH_CLIENT_SECRET: 'director-secret', GOVC_PASSWORD: 'vcenter-secret' };
  const said = troubleWith({ ...enough, ...secrets, DATABASE_URL: 'mysql://pks:db-secret@db', PORT: 'x' });
  expect(said).toContain('DATABASE_URL');
  for (const secret of ['director-secret', 'vcenter-secret', 'db-secret']) expect(said).not.toContain(secret);
});

test('every secret of the configuration is handed to the redactor', () => {
  const config = readConfig({
    ...enough,
    SLACK_SIGNING_SECRET: 'signing-secret',
    GOVC_PASSWORD: 'vcenter-secret',
    DATABASE_URL: 'postgres://pks:db-secret@127.0.0.1/pks',
    RECORD_KEY_FILE: '/etc/pks-rescue/record.key',
  });
  expect([...secretsOf(config)].sort()).toEqual(
    ['db-secret', 'director-secret', 'signing-secret', 'vcenter-secret', 'xapp-1-app', 'xoxb-1-bot'].sort(),
  );
});

test('every variable whose name or value is a secret’s is marked in the schema, logins and script arguments too', () => {
  const config = readConfig({
    ...enough,
    GOVC_URL: 'https://me:S3c/ret%21@vc.example.com/sdk',
    SERVICE_URL: 'http://probe:lb-secret@lb.example.com/',
    BBR_SCRIPT: './backup.sh --password=bbr-secret ./folder 0penSesame',
    BOSH_ENVIRONMENT: 'https://op:env-secret@192.0.2.1:25555',
  });
  const known = secretsOf(config);
  for (const each of ['S3c/ret%21', 'S3c/ret!', 'lb-secret', 'bbr-secret', '0penSesame', 'env-secret'])
    expect(known).toContain(each);
  expect(known).not.toContain('./folder');
});

test('the tools get what they need and nothing of Slack or of the store', () => {
  const config = readConfig({
    ...enough,
    DATABASE_URL: 'postgres://pks:db-secret@127.0.0.1/pks',
    RECORD_KEY_FILE: '/etc/pks-rescue/record.key',
  });
  const env = toolEnvironment(config, '/usr/bin', '/home/pks');
  expect(env).toMatchObject({ PATH: '/usr/bin', BOSH_CLIENT: 'pks-rescue', GOVC_PERSIST_SESSION: 'false' });
  expect(Object.keys(env).filter(name => /SLACK|DATABASE/.test(name))).toEqual([]);
  expect(Object.values(env).join(' ')).not.toMatch(/xoxb|xapp|db-secret/);
});
