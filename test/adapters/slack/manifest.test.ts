import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { wantedScopes } from '../../../src/adapters/slack/scopes.ts';

/** Which scopes each method needs of a bot token: docs.slack.dev, one page a method. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'blocks.validate': [],
  'chat.getPermalink': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'metadata.message:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'metadata.message:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'files.uploadV2': ['files:write'],
  'users.info': ['users:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};

const manifest = z
  .object({
    features: z.object({
      slash_commands: z.array(z.object({ command: z.string(), should_escape: z.boolean() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      interactivity: z.object({ is_enabled: z.literal(true) }),
      socket_mode_enabled: z.literal(true),
      token_rotation_enabled: z.literal(false),
    }),
  })
  .parse(JSON.parse(readFileSync('slack-manifest.json', 'utf8')));

const sources = ['handlers', 'src/adapters/slack', 'src/app', 'src/watch'].flatMap(place =>
  readdirSync(place).map(name => readFileSync(`${place}/${name}`, 'utf8')),
);
const called = new Set(
  sources.flatMap(text =>
    [...text.matchAll(/\bweb\s*\.((?:\w+\s*\.\s*)+\w+)\(/g)].map(match =>
      (match[1] ?? '').replaceAll(/\s/g, ''),
    ),
  ),
);

test('every Web API method that is called has its scopes in the manifest, and no scope is asked for nothing', () => {
  expect([...called].sort()).toEqual(Object.keys(needs).sort());
  const wanted = new Set([...called].flatMap(method => needs[method] ?? [`${method} is not in the table`]));
  expect([...wantedScopes]).toEqual([...manifest.oauth_config.scopes.bot].sort());
  expect([...wanted, 'commands'].sort()).toEqual([...manifest.oauth_config.scopes.bot].sort());
});

test('the command is there, and Slack escapes what people type', () => {
  expect(manifest.features.slash_commands).toMatchObject([{ command: '/pks', should_escape: true }]);
});
