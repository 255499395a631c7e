import type { Page } from 'playwright-core';

/** What is wider than the place it stands in, each with its first words. Tables scroll by themselves, as in Slack. */
export const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '#list, .thread-list, .block, .task, .container, .row .content',
      ),
    ]
      .filter(node => !node.classList.contains('table') && node.offsetParent !== null)
      .filter(node => node.scrollWidth > node.clientWidth + 1)
      .map(node => `${node.className || node.id}: ${node.textContent?.slice(0, 60)}`),
  );
