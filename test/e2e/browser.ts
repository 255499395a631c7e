import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's, Fedora's and Alpine's names for it; CHROMIUM_PATH names any other, such as @sparticuz/chromium's. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const;

const chromiumPath = (): string => {
  const found = process.env.CHROMIUM_PATH ?? places.find(existsSync);
  if (!found) throw new Error('There is no Chromium here: apt-get install chromium, or set CHROMIUM_PATH.');
  return found;
};

/** A browser without a window, with a fresh profile that goes when it is closed. It fetches nothing but the page. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-crash-reporter',
    ],
  });
