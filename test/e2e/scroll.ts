import type { Locator } from 'playwright-core';

export const scrollTo = (list: Locator, top: number): Promise<void> =>
  list.evaluate((node, to) => {
    node.scrollTop = to;
  }, top);

export const scrolledTo = (list: Locator): Promise<number> =>
  list.evaluate(node => Math.round(node.scrollTop));

/** Whether a person sees it now, without scrolling: at least half of it inside of whatever scrolls around it. */
export const isInView = (what: Locator): Promise<boolean> =>
  what.evaluate(
    node =>
      new Promise<boolean>(resolve => {
        const observer = new IntersectionObserver(([seen]) => {
          observer.disconnect();
          resolve((seen?.intersectionRatio ?? 0) >= 0.5);
        });
        observer.observe(node);
      }),
  );
