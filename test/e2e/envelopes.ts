import type { Page } from 'playwright-core';

/** How many clicks on this button the app was sent, counted by a person in the page's own drawer of envelopes. */
export const countEnvelopes = async (page: Page, actionId: string): Promise<number> => {
  await page.click('#inspect');
  const clicks = page.locator('.wire:has(summary.to-app)');
  await clicks.first().waitFor();
  const count = await clicks.evaluateAll((wires, id) => {
    const holds = (wire: Element): boolean => {
      // The payload is drawn when its envelope is opened.
      wire.setAttribute('open', '');
      wire.dispatchEvent(new Event('toggle'));
      return wire.querySelector('pre')?.textContent?.includes(`"action_id": "${id}`) ?? false;
    };
    // A message carries its buttons along: only an envelope that names the button as the action counts.
    return wires.filter(holds).length;
  }, actionId);
  await page.locator('#inspector .cross').click();
  return count;
};
