import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Bot } from '../src/app/bot.ts';
import { lastMembership } from '../src/app/memberships.ts';
import { fold, openAsk, type Run } from '../src/runs/run.ts';
import type { Box } from './box.ts';
import { atHost } from './slack/people/cast.ts';

type Who = keyof typeof atHost;

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
const pks = join(import.meta.dirname, '../src/cli/pks.ts');

/** `pks VERB … --json` in a process of its own, as sudo starts it for this person. */
const typed = (box: Box, who: Who, ...words: readonly string[]) =>
  new Promise<Record<string, unknown>>((resolve, reject) => {
    const { login, uid } = atHost[who];
    const env = { ...box.env, PATH: process.env.PATH, SUDO_UID: uid, SUDO_USER: login };
    const argv = ['--disable-warning=ExperimentalWarning', pks, ...words, '--json'];
    execFile(process.execPath, argv, { env }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`pks ${words.join(' ')}: ${stderr || stdout || error?.message}`));
      }
    });
  });

/** Takes Slack away for so long, from the moment at which the run's first change began. */
export const slackAwayFor = async (box: Box, bot: Bot, seconds: number, isOver: () => boolean) => {
  const { journal } = bot.engine;
  const changing = async () => {
    const [row] = await journal.rows({ limit: 1 });
    const run = row && fold(await journal.read(row.run));
    return run?.steps.some(({ planned, began }) => planned.kind === 'change' && began) === true;
  };
  while (!isOver() && !(await changing())) await pause(100);
  box.workspace.faults.down('503');
  await pause(seconds * 1000);
  box.workspace.faults.down(null);
};

/** What is asked is read and its code typed, as in Slack. */
const approve = async (box: Box, run: Run): Promise<void> => {
  for (const who of (['approver1', 'approver2'] as const).slice(0, openAsk(run)?.asked.people ?? 0)) {
    const { code } = await typed(box, who, 'approve', run.id);
    if (typeof code === 'string') await typed(box, who, 'approve', run.id, code);
  }
};

/** A whole run without Slack: asked for and approved by `pks` on the bot's host. Slack is back when it is over. */
export const recoverWithoutSlack = async (
  box: Box,
  bot: Bot,
  route: string | null,
): Promise<Run | { readonly refused: string }> => {
  const { journal } = bot.engine;
  for (const { id } of Object.values(atHost))
    while ((await lastMembership(journal, { group: null }, id)) === null) await pause(100);
  box.workspace.faults.down('503');
  try {
    const asked = await typed(box, 'onCall', 'recover', ...(route ? ['--route', route] : []));
    if (typeof asked.run !== 'string') return { refused: JSON.stringify(asked.words) };
    for (;;) {
      const run = fold(await journal.read(asked.run));
      if (run.finished) return run;
      await approve(box, run);
      await pause(200);
    }
  } finally {
    box.workspace.faults.down(null);
  }
};
