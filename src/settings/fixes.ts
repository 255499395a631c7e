/** Where the right value is found, for whoever has a wrong one or none. */
const fixes: ReadonlyMap<string, string> = new Map([
  ['SLACK_BOT_TOKEN', 'copy the Bot User OAuth Token from api.slack.com/apps, OAuth & Permissions'],
  ['SLACK_APP_TOKEN', 'create one with connections:write in Basic Information, App-Level Tokens'],
  ['CHANNEL', 'in Slack, open the channel’s details; its id is at the bottom'],
  ['HEARTBEAT_CHANNEL', 'in Slack, open the channel’s details; its id is at the bottom; or leave it out'],
  ['HTTPS_PROXY', 'the proxy that Slack is reached through, as http://host:port; or leave it out'],
  ['RUN_CHANNELS', 'channel ids, separated by commas; each is at the bottom of its channel’s details'],
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
  [
    'RECORD_KEY_FILE',
    'make one with `openssl rand -base64 32`, mode 0600, and give every bot of the database the same',
  ],
  ['WATCH_CRON', 'five fields: minute, hour, day, month, weekday; leave it out for every minute'],
  ['WATCH_TASKS_A_MINUTE', 'a whole number from 20 to 600; leave it out for 20'],
]);
export const fixOf = (name: string): string =>
  fixes.get(name) ?? 'correct it, or leave it out for its default; .env.example shows both';
