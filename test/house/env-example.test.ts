import { parse } from 'dotenv';
import { expect, test } from 'vitest';
import { readConfig, settingsSchema } from '../../src/config.ts';
import { textOf } from './tree.ts';

const example = textOf('.env.example');

/** The variables of src/config.ts, as its one schema names them. */
const variables = Object.keys(settingsSchema.shape);
const offered = [...example.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);

/** Somebody who filled in the needed part and left the rest as it is. */
const needed = {
  ...parse(example),
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_APP_TOKEN: 'xapp-1',
  APPROVERS_GROUP: 'S0123ABCD',
  BOSH_ENVIRONMENT: 'https://192.0.2.1:25555',
  BOSH_CLIENT: 'pks-rescue',
  BOSH_CLIENT_SECRET: 'secret',
};
const all: Readonly<Record<string, string>> = {
  ...parse(example.replaceAll(/^#(?=[A-Z][A-Z0-9_]+=)/gm, '')),
  ...needed,
};
/** The one setting that goes with an ssh jump host only, while the jump host's default is this one. */
const { JUMP_HOST_SECRETS_FILE: _secrets, ...everything } = all;

test('.env.example offers every variable of src/config.ts once, and no other', () => {
  expect(variables.length).toBeGreaterThan(20);
  expect([...offered].sort()).toEqual([...variables].sort());
});

test('each variable has a comment above it', () => {
  const lines = example.split('\n');
  const isVariable = (line: string) => /^#?[A-Z][A-Z0-9_]+=/.test(line);
  const bare = lines.filter((line, index) => {
    if (!isVariable(line)) return false;
    const above = lines.slice(0, index).findLast(before => !isVariable(before)) ?? '';
    return !/^# \S/.test(above);
  });
  expect(bare).toEqual([]);
});

test('with the needed part filled in it is a whole configuration', () => {
  expect(() => readConfig(needed)).not.toThrow();
});

test('what is commented out is right as it stands, and shows the default where there is one', () => {
  const shown = readConfig(everything);
  const defaults = Object.entries(readConfig(needed)).filter(([name]) => !(name in needed));
  expect(defaults.length).toBeGreaterThan(10);
  expect(shown).toMatchObject(Object.fromEntries(defaults));
  expect(() => readConfig({ ...all, JUMP_HOST: 'ssh://pks@jump.example.com' })).not.toThrow();
});
