import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrashBox, openCrashBox } from '../../drill/crash/crash-box.ts';
import { faults } from '../../drill/foundation/faults/index.ts';
import { readRecord } from '../../src/adapters/journal/read-record.ts';
import { type Bot, startBot } from '../../src/app/bot.ts';
import { lastMembership } from '../../src/app/memberships.ts';
import { pks } from '../../src/cli/pks.ts';
import { readConfig } from '../../src/config.ts';
import { fold, openAsk } from '../../src/runs/run.ts';

/** Logins that every Debian and Alpine has, by their uids. */
const uids = { daemon: '1', bin: '2', sys: '3' };
/** All that the bot asks of Slack but the socket, whose library throws where a test can't catch it (connect-slack.ts does). */
const methods = [
  'auth.test',
  'chat.postMessage',
  'chat.update',
  'chat.postEphemeral',
  'chat.getPermalink',
  'conversations.info',
  'conversations.history',
  'conversations.replies',
  'users.info',
  'usergroups.users.list',
] as const;
let box: CrashBox;
let bot: Bot;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  box = await openCrashBox(process.env.PATH ?? '/usr/bin:/bin', null);
  await faults['raft-log-lost'].inject(box.foundation.machines);
  const { onCall, approver1, approver2 } = box.workspace.ids;
  env = {
    ...box.env,
    APPROVALS_CHANGE: '1',
    HOST_PEOPLE: `daemon=${onCall},bin=${approver1},sys=${approver2}`,
  };
  bot = await startBot(readConfig(env), () => {});
}, 120_000);
afterAll(async () => {
  // Stopped already, unless a test before failed.
  await bot.stop().catch(() => {});
  await box.stop();
});

const until = async <T>(what: () => Promise<T | null | undefined | false>, ms = 180_000): Promise<T> => {
  for (const deadline = Date.now() + ms; Date.now() < deadline; ) {
    const found = await what();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${ms} ms: ${what}`);
};
/** As `sudo -u pks-rescue pks …` by that login; null: without sudo. */
const as = (login: keyof typeof uids | null, ...args: readonly string[]) =>
  pks(args, {
    now: new Date(),
    lang: 'C',
    env: async () => ({ ...env, ...(login ? { SUDO_UID: uids[login], SUDO_USER: login } : {}) }),
  });
const json = async (login: keyof typeof uids | null, ...args: readonly string[]) => {
  const said = await as(login, ...args, '--json');
  return { ...JSON.parse(said.out ?? '{}'), code: said.code };
};

test('while Slack is down a run is asked for, approved and healed on the host’s command line alone, and the channel has all of it afterwards, in order and marked', {
  timeout: 400_000,
}, async () => {
  const { ids, faults: slack } = box.workspace;
  const { journal } = bot.engine;
  for (const id of [ids.onCall, ids.approver1, ids.approver2])
    await until(() => lastMembership(journal, { group: null }, id));
  for (const method of methods) slack.fail(method, { status: 503 }, { times: Number.POSITIVE_INFINITY });

  expect((await as(null, 'etcd-status')).code).toBe(3);
  expect(await json(null, 'recover')).toMatchObject({
    code: 1,
    ok: false,
    words: { en: expect.stringContaining('sudo') },
  });
  const asked = await json('daemon', 'recover', '--route', 'gentle');
  expect(asked).toMatchObject({ code: 0, ok: true, driven: true });
  const { run } = asked;

  const now = async () => fold(await journal.read(run));
  await until(async () => {
    const at = await now();
    if (at.finished) return true;
    const people = openAsk(at)?.asked.people ?? 0;
    for (const login of (['bin', 'sys'] as const).slice(0, people)) {
      const shown = await as(login, 'approve', run, '--json');
      const code = JSON.parse(shown.out ?? '{}').code;
      if (typeof code === 'string') await as(login, 'approve', run, code);
    }
    return false;
  });
  const done = await now();
  expect(done.finished?.outcome).toBe('healed');
  expect(done.steps.flatMap(step => step.answers.map(({ via }) => via)).every(via => via === 'cli')).toBe(
    true,
  );

  slack.mend();
  const summary = await until(async () =>
    box.workspace.messages().find(message => message.text.includes('Summary: healed')),
  );
  const thread = box.workspace.messages().filter(message => message.threadTs === summary.threadTs);
  const texts = JSON.stringify(thread.map(message => message.blocks));
  expect(texts).toContain('asked for it on the command line of the bot');
  expect(texts).toContain('answered \\"Approve\\" on the command line of the bot');
});

test('who asked may not approve there either, and a code of another person is not taken', {
  timeout: 200_000,
}, async () => {
  await faults['raft-log-lost'].inject(box.foundation.machines);
  const asked = await json('daemon', 'recover');
  const { run } = asked;
  const shown = await until(async () => {
    const found = JSON.parse((await as('bin', 'approve', run, '--json')).out ?? '{}');
    return typeof found.code === 'string' ? found : null;
  });
  expect(await json('daemon', 'approve', run)).toMatchObject({
    ok: false,
    words: { en: expect.stringContaining('You asked for this run') },
  });
  expect(await json('sys', 'approve', run, shown.code)).toMatchObject({ wrong: true });
  expect((await as('bin', 'abort', run)).code).toBe(0);
});

test('the bot’s start and its stop are in the ledger, and so is the code that was not taken', async () => {
  await bot.stop();
  const { record, close } = await readRecord({ dataDir: env.DATA_DIR ?? '' }, null);
  const kinds = record.ledger.map(({ event }) => event.kind);
  await close();
  expect(kinds.filter(kind => kind.startsWith('bot-'))).toEqual(['bot-started', 'bot-stopped']);
  expect(kinds).toContain('refused');
});
