/** `npx node test/e2e/shots.ts`: plays the drill and takes README's pictures anew, into docs/images. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { startDrill } from './drill-process.ts';
import { openAs, type Person, patienceMs } from './person.ts';
import { until } from './until.ts';

const folder = join(import.meta.dirname, '../../docs/images');
const size = { width: 1240, height: 820 };
const largestBytes = 250_000;

const shoot = async (person: Person, name: string): Promise<void> => {
  const path = join(folder, `${name}.png`);
  await person.page.screenshot({ path });
  const { size: bytes } = await stat(path);
  if (bytes > largestBytes)
    throw new Error(`${path} has ${bytes} bytes; README's pictures stay below ${largestBytes}`);
  console.log(`${path} ${bytes}`);
};

/** From the question to the summary, approved as it is asked. */
const approveAll = async (approver: Person): Promise<void> => {
  const over = approver.thread.locator('article:has(table)');
  for (;;) {
    const asked = await until(
      'a question, or the end',
      async () => ((await over.count()) > 0 ? 'over' : (await approver.approve.count()) > 0 ? 'asked' : null),
      patienceMs,
    );
    if (asked === 'over') return;
    await approver.approveOnce();
  }
};

/** Seen by an approver who reads that language; somebody else asks for the run. */
const play = async (browser: Browser, url: string, tongue: 'en' | 'ko'): Promise<void> => {
  const onCall = await openAs(browser, url, 'onCall', size);
  const approver = await openAs(browser, url, tongue === 'ko' ? 'approver1' : 'approver2', size);
  await onCall.type('/pks etcd-status');
  await approver.statusCard.waitFor();
  await approver.statusCard.evaluate(card => card.scrollIntoView({ block: 'start' }));
  await shoot(approver, `status-${tongue}`);
  await onCall.type('/pks recover');
  await approver.headline.waitFor();
  await approver.openThread();
  await approver.approve.waitFor();
  await shoot(approver, `approval-${tongue}`);
  await approveAll(approver);
  await until(
    'the headline is drawn to its end too',
    async () => (await approver.taskStatuses()).every(status => status === 'complete'),
    patienceMs,
  );
  await shoot(approver, `healed-${tongue}`);
};

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  for (const tongue of ['en', 'ko'] as const) {
    const drill = await startDrill('--lang', tongue);
    try {
      await play(browser, drill.url, tongue);
    } finally {
      await drill.stop();
    }
  }
} finally {
  await browser.close();
}
