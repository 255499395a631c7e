import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const folder = join(import.meta.dirname, '../../ci-output/e2e');
mkdirSync(folder, { recursive: true });

/** Kept with CI's output (git-ignored), to be looked at after a run. */
export const picture = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: join(folder, `${name}.png`) });
};
