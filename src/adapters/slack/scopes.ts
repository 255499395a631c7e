/** What slack-manifest.json asks for: every method that the bot calls is covered by these. */
export const wantedScopes: readonly string[] = [
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'metadata.message:read',
  'usergroups:read',
  'users:read',
];
