import type { Page } from 'playwright-core';

/** A click as the app was sent it. */
export type Click = { readonly user: string; readonly action: string };

/** Runs in the page: opens every envelope in the drawer, which draws its payload, and reads the clicks among them. */
const readClicks = (wires: readonly Element[]): readonly Click[] =>
  wires.flatMap(wire => {
    wire.setAttribute('open', '');
    wire.dispatchEvent(new Event('toggle'));
    const { payload } = JSON.parse(wire.querySelector('pre')?.textContent ?? '{}');
    return payload?.type === 'block_actions'
      ? [{ user: String(payload.user.id), action: String(payload.actions[0].action_id) }]
      : [];
  });

/** The clicks that went to the app, newest first, as a person reads them in the page's own drawer of envelopes. */
export const clicksSent = async (page: Page): Promise<readonly Click[]> => {
  await page.click('#inspect');
  const toApp = page.locator('.wire:has(summary.to-app)');
  await toApp.first().waitFor();
  const clicks = await toApp.evaluateAll(readClicks);
  await page.locator('#inspector .cross').click();
  return clicks;
};
