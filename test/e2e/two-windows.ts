import type { Person } from './person.ts';
import { seenIn } from './person.ts';

/**
 * The same person, the same card, two windows: both are double-clicked in one turn of the browser's event loop, so that neither
 * can have heard of the other. Each window takes one of its two clicks, because a button that is being asked is disabled.
 */
export const clickInTwoWindows = async (person: Person, actionId: string): Promise<void> => {
  const opened = person.page.waitForEvent('popup');
  await person.page.evaluate(() => window.open(location.href, 'second'));
  const second = seenIn(await opened);
  await second.approve.waitFor();
  await person.page.evaluate(id => {
    const other = window.open('', 'second');
    const newest = (document_: Document | undefined): HTMLButtonElement => {
      const found = [
        ...(document_?.querySelectorAll<HTMLButtonElement>(`#thread [data-action-id="${id}"]`) ?? []),
      ];
      const last = found.at(-1);
      if (!last) throw new Error(`there is no ${id} in one of the windows`);
      return last;
    };
    for (const button of [newest(document), newest(other?.document)]) {
      button.click();
      if (!button.disabled)
        throw new Error('the button can be clicked again before its first click is answered');
      button.click();
    }
  }, actionId);
  await second.page.close();
};
