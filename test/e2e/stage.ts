import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed } from 'vitest';
import { openBrowser } from './browser.ts';
import { type DrillProcess, startDrill } from './drill-process.ts';
import { openAs, type Person, type Who } from './person.ts';
import { picture } from './pictures.ts';

export type Stage = { enter(who: Who, size?: { width: number; height: number }): Promise<Person> };

/**
 * One drill and one browser for the tests of a file, which tell one story in order. At the end no page has complained and the
 * drill has left nothing behind; a test that fails leaves a picture of every open window.
 */
export const setStage = (name: string, ...options: readonly string[]): Stage => {
  let drill: DrillProcess | undefined;
  let browser: Browser | undefined;
  const cast: Person[] = [];

  beforeAll(async () => {
    drill = await startDrill(...options);
    browser = await openBrowser();
  });
  beforeEach(() => {
    onTestFailed(async () => {
      const open = cast.filter(({ page }) => !page.isClosed());
      for (const [index, { page }] of open.entries()) await picture(page, `failed-${name}-${index + 1}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    if (!drill) return;
    const left = await drill.stop();
    expect(cast.flatMap(person => person.complaints)).toEqual([]);
    expect(left).toEqual({ files: [], processes: [] });
  });
  return {
    enter: async (who, size) => {
      if (!drill || !browser) throw new Error('the stage is not set: beforeAll failed');
      const person = await openAs(browser, drill.url, who, size);
      cast.push(person);
      return person;
    },
  };
};
