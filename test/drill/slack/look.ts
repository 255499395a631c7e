/** `npx node test/drill/slack/look.ts [folder]`: pictures of the page with a card of every block, to be looked at. */
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';
import { boltOverSocket } from './bolt-app.ts';
import { sampleCard, sampleModal } from './sample-card.ts';

const folder = process.argv[2] ?? '/tmp';

const commands = [
  { line: '/pks etcd-status', hint: '클러스터의 etcd 상태' },
  { line: '/pks recover', hint: 'start a recovery' },
  { line: '/pks runs', hint: 'what ran' },
];

const startBot = (workspace: Workspace) =>
  boltOverSocket(workspace, app => {
    app.command('/pks', async ({ ack, client, command }) => {
      await ack(`:eyes: looking at *dev-1*, <@${command.user_id}>`);
      const channel = command.channel_id;
      const card = await client.chat.postMessage({ channel, text: 'recovery', blocks: sampleCard });
      const thread_ts = card.ts ?? '';
      await client.chat.postMessage({ channel, thread_ts, text: '1/5 Pre-check *done* :white_check_mark:' });
      await client.filesUploadV2({
        channel_id: channel,
        thread_ts,
        filename: 'bosh.log',
        title: '전체 출력',
        content: 'Using environment 127.0.0.1\nTask 204424\n\nSucceeded\n',
        initial_comment: 'Full log, sha256 1a2b',
      });
    });
    app.action('approve', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'You asked for this run, so you cannot approve it.', replace_original: false });
    });
    app.action('abort', async ({ ack, client, body }) => {
      await ack();
      if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: sampleModal });
    });
    app.event('app_home_opened', async ({ client, event }) => {
      const view = { type: 'home' as const, blocks: sampleCard.filter(block => block.type !== 'container') };
      await client.views.publish({ user_id: event.user, view });
    });
  });

const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

const tour = async (page: Page, url: string): Promise<void> => {
  const picture = (name: string) => page.screenshot({ path: `${folder}/slack-${name}.png` });
  await page.goto(url);
  await page.fill('#composer textarea', '/pks rec');
  await page.keyboard.press('Tab');
  await page.keyboard.type('dev-1');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.replies');
  await page.click('.replies');
  await page.waitForSelector('#thread .file');
  await picture('page');
  await page.click('#list [data-action-id=approve]');
  await page.waitForSelector('.confirm');
  await picture('confirm');
  await page.click('.confirm .primary');
  await page.waitForSelector('.row.ephemeral:last-child');
  await page.click('#list [data-action-id=abort]');
  await page.waitForSelector('.modal');
  await picture('modal');
  await page.click('.modal .cross');
  await page.click('#inspect');
  await page.fill('#composer textarea', '/pks');
  await page.waitForSelector('.wire');
  await picture('envelopes');
  await page.click('[data-as=U0APPROVER2]');
  await page.waitForSelector('.chip.pressed[data-as=U0APPROVER2]');
  await page.click('.side >> text=pks-rescue');
  await page.waitForSelector('.home .plan');
  await picture('home');
};

const workspace = await startWorkspace({ commands });
workspace.setBanner('etcd: modelled members. For real ones: apt-get install etcd-server etcd-client');
const bot = await startBot(workspace);
const browser = await openBrowser();
try {
  workspace.as(workspace.ids.bystander).say('API server of dev-1 is slow, anyone?');
  const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
  page.on('pageerror', error => console.error('the page threw:', error.message));
  page.on('console', message => console.error('the page said:', message.text()));
  await tour(page, workspace.url);
} finally {
  await browser.close();
  await bot.stop();
  await workspace.close();
}
