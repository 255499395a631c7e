import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Entry } from '../../src/ports/run-log.ts';
import { reportClock } from '../../src/report/clock.ts';
import { reportMarkdown } from '../../src/report/markdown.ts';
import { reportPage } from '../../src/report/page.ts';
import { reportOf } from '../../src/report/report.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { reportCases } from '../support/report-cases.ts';
import { openBrowser } from './browser.ts';

/** Kept with CI's output, to be looked at after a run. */
const folder = join(import.meta.dirname, '../../ci-output/reports');
let browser: Browser;
let cases: ReadonlyMap<string, readonly Entry<RunEvent>[]>;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  cases = await reportCases();
  browser = await openBrowser();
});
afterAll(() => browser.close());

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

const looked = async (page: Page, file: string, width: number): Promise<void> => {
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`file://${file}.html`);
  await page.screenshot({ path: `${file}-${width}.png`, fullPage: true });
  expect(await overflow(page), `${file} at ${width} px`).toBeLessThanOrEqual(0);
};

test.each(['gentle', 'original', 'refused', 'aborted', 'break-glass'])(
  'the report of a run that was %s opens on a desk and on a phone, in both languages, without a complaint or a request, and prints with its outputs',
  async name => {
    const report = reportOf(cases.get(name) ?? []);
    for (const locale of ['en', 'ko'] as const) {
      const style = { locale, clock: reportClock('Asia/Seoul') };
      const file = join(folder, `${name}-${locale}`);
      writeFileSync(`${file}.html`, reportPage(report, style));
      writeFileSync(`${file}.md`, reportMarkdown(report, style));
      const page = await browser.newPage();
      const [complaints, asked]: [string[], string[]] = [[], []];
      page.on('console', said => complaints.push(said.text()));
      page.on('request', each => asked.push(each.url()));
      await looked(page, file, 1280);
      await looked(page, file, 390);
      expect(complaints).toEqual([]);
      expect(new Set(asked)).toEqual(new Set([`file://${file}.html`]));
      expect(await page.locator('.lane b').count()).toBeGreaterThan(2);
      await page.emulateMedia({ media: 'print' });
      const folded = page.locator('details > pre, details > ul, details > table');
      expect(await folded.first().isVisible()).toBe(true);
      if (locale === 'en') await page.pdf({ path: `${file}.pdf`, format: 'A4' });
      await page.close();
    }
  },
);
