import type { Browser, Locator, Page } from 'playwright-core';
import { ids } from '../../drill/slack/people/cast.ts';
import { actionIds, refreshId } from '../../src/messages/button-value.ts';

export type Who = keyof Pick<typeof ids, 'onCall' | 'approver1' | 'approver2' | 'bystander' | 'guest'>;

/** The longest that any one thing takes on a busy machine; a drill's step is seconds. */
export const patienceMs = 90_000;

/** Somebody's window on the workspace. What they see is found by the page's own marks, never by words in a language. */
export type Person = {
  readonly page: Page;
  readonly channel: Locator;
  readonly thread: Locator;
  /** What only they see, here and in the thread. */
  readonly told: Locator;
  readonly headline: Locator;
  readonly statusCard: Locator;
  /** The step's message that waits for an answer. */
  readonly asking: Locator;
  readonly approve: Locator;
  readonly abort: Locator;
  type(line: string): Promise<void>;
  openThread(): Promise<void>;
  /** The headline as it is first drawn from now on, before anything changes in it. */
  firstHeadline(): Promise<FirstHeadline>;
  taskStatuses(): Promise<readonly string[]>;
  /** Approves what is asked now, through the dialog where there is one, until that question is answered. */
  approveOnce(): Promise<void>;
  /** Whatever the page itself complained of. */
  readonly complaints: readonly string[];
};

/** What stands there, in whatever state of folding. */
export const wordsOf = async (what: Locator): Promise<string> => (await what.textContent()) ?? '';

export type FirstHeadline = { readonly text: string; readonly statuses: readonly string[] };

/** Runs in the page: a run moves on within seconds, so the first drawing is caught as it comes. */
const catchHeadline = (): Promise<FirstHeadline> =>
  new Promise(resolve => {
    const list = document.getElementById('list');
    const known = new Set(list?.querySelectorAll('.plan'));
    const observer = new MutationObserver(() => {
      const plan = [...(list?.querySelectorAll('.plan') ?? [])].find(each => !known.has(each));
      const card = plan?.closest('article');
      if (!plan || !card) return;
      observer.disconnect();
      const tasks = [...plan.querySelectorAll<HTMLElement>('.task')];
      resolve({ text: card.textContent ?? '', statuses: tasks.map(task => task.dataset.status ?? '') });
    });
    if (list) observer.observe(list, { childList: true, subtree: true });
  });

const approveOnce = async (page: Page, thread: Locator, asking: Locator): Promise<void> => {
  const ts = await asking.getAttribute('data-ts');
  const button = thread.locator(`article[data-ts="${ts}"] ${action(actionIds.approve)}`);
  await button.click();
  const dialog = page.locator('.confirm');
  if (await dialog.isVisible()) await dialog.locator('.solid').click();
  await button.waitFor({ state: 'detached' });
};

const action = (id: string) => `[data-action-id="${id}"]`;

const watched = (page: Page): readonly string[] => {
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
};

export const seenIn = (page: Page): Person => {
  const channel = page.locator('#list');
  const thread = page.locator('#thread');
  const headline = channel.locator('article:has(.plan)').last();
  const asking = thread.locator(`article:has(${action(actionIds.approve)})`).last();
  return {
    page,
    channel,
    thread,
    told: page.locator('.row.ephemeral'),
    headline,
    statusCard: channel.locator(`article:has(${action(refreshId)})`).last(),
    asking,
    approve: asking.locator(action(actionIds.approve)),
    abort: asking.locator(action(actionIds.abort)),
    type: async line => {
      await page.fill('#composer textarea', line);
      await page.press('#composer textarea', 'Enter');
    },
    openThread: async () => {
      await headline.locator('.replies').click();
      await thread.locator('article').first().waitFor();
    },
    firstHeadline: () => page.evaluate(catchHeadline),
    taskStatuses: () =>
      headline
        .locator('.task')
        .evaluateAll(tasks => tasks.map(task => task.getAttribute('data-status') ?? '')),
    approveOnce: () => approveOnce(page, thread, asking),
    complaints: watched(page),
  };
};

/** Opens the page as somebody, in a window of their own. */
export const openAs = async (
  browser: Browser,
  url: string,
  who: Who,
  size = { width: 1500, height: 1100 },
): Promise<Person> => {
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(patienceMs);
  const person = seenIn(page);
  await page.goto(`${url}?as=${ids[who]}`);
  await page.locator(`.chip.pressed[data-as="${ids[who]}"]`).waitFor();
  return person;
};
