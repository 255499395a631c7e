import type { Page } from 'playwright-core';
import { startWorkspace } from '../../drill/slack/workspace.ts';
import type { Card } from '../../src/messages/drawn.ts';
import type { Locale } from '../../src/words.ts';
import { openBrowser } from '../e2e/browser.ts';

export type View = { readonly type: 'home' | 'modal'; readonly blocks: readonly object[] };
type Look = { readonly locale: Locale; readonly width: number; readonly dark: boolean };
/** A window on the workspace's page, as somebody of that language holds it. */
export type Frame = {
  /** Pixels from the top of each card to its end, folded as it comes. */
  heights(cards: readonly Card[]): Promise<readonly number[]>;
  picture(shown: Card | View, path: string): Promise<void>;
};

/** Runs in the page, by the page's own drawing: the cards as rows of the channel. */
const putRows = async ({ cards, locale }: { cards: readonly Card[]; locale: string }) => {
  const path = '/assets/page/message-row.ts';
  const { newRow }: typeof import('../../drill/slack/page/message-row.ts') = await import(path);
  const names: Readonly<Record<string, string>> = {
    U0ONCALL: '박지훈 Jihun Park',
    U0APPROVER1: '이서연 Seoyeon Lee',
    U0APPROVER2: 'Alice Moore',
    U0PKSBOT: 'pks-rescue',
  };
  const name = (id: string) => names[id] ?? id;
  const draw = {
    ...{ me: 'U0BYSTANDER', locale, userName: name, channelName: (id: string) => id },
    ...{ groupName: () => 'pks-approvers', act: async () => {}, confirm: async () => false, form: null },
  };
  const context = { draw: () => draw, locale, isApp: () => true, name, replies: () => [] };
  const rows = cards.map(({ text, blocks }, index) => {
    const plainBlocks = JSON.parse(JSON.stringify(blocks));
    const ts = `${Math.floor(Date.UTC(2026, 10, 29, 18, 12) / 1000)}.${String(index).padStart(6, '0')}`;
    return newRow(context, {
      ...{ ts, channel: 'C0INCIDENT42', user: 'U0PKSBOT', text, blocks: plainBlocks, threadTs: null },
      ...{ onlyForMe: false, edited: false, pinned: false, files: [], reactions: [] },
    }).node;
  });
  document.getElementById('list')?.replaceChildren(...rows);
  return rows.map(row => row.querySelector('.body')?.getBoundingClientRect().height ?? 0);
};

const putView = async ({ view, locale }: { view: View; locale: string }) => {
  const paths = ['/assets/page/dialogs.ts', '/assets/page/draw-blocks.ts'];
  const dialogs: typeof import('../../drill/slack/page/dialogs.ts') = await import(paths[0] ?? '');
  const { drawBlocks }: typeof import('../../drill/slack/page/draw-blocks.ts') = await import(paths[1] ?? '');
  const drawn = (form: Parameters<typeof drawBlocks>[0]['form']) => ({
    ...{ me: 'U0BYSTANDER', locale, userName: (id: string) => id, channelName: (id: string) => id },
    ...{ groupName: () => 'pks-approvers', act: async () => {}, confirm: async () => false, form },
  });
  const content = JSON.parse(JSON.stringify(view));
  if (view.type === 'home') {
    const home = document.createElement('div');
    home.className = 'home';
    home.append(...drawBlocks(drawn(null), content.blocks));
    document.getElementById('list')?.replaceChildren(home);
    return;
  }
  const show = dialogs.newModals({
    draw: (_view, form) => drawn(form),
    submit: async () => ({ outcome: 'acked', shown: null, errors: {} }),
    close: () => {},
  });
  show([{ id: 'V1', content }], locale);
};

/** A picture has all of its card, however long: nothing of the window stays but the list and where a modal opens. */
const alone = (): void => {
  const [list, overlay] = [document.getElementById('list'), document.getElementById('overlay')];
  if (!list || !overlay) throw new Error('this is not the page of the workspace');
  document.body.replaceChildren(list, overlay);
  for (const each of [document.documentElement, document.body, list]) {
    each.style.height = 'auto';
    each.style.overflow = 'visible';
    each.style.background = 'var(--paper)';
  }
  document.body.style.display = 'block';
};

const shot = async (page: Page, look: Look, shown: Card | View, path: string): Promise<void> => {
  const locale = look.locale === 'ko' ? 'ko-KR' : 'en-US';
  if ('type' in shown) await page.evaluate(putView, { view: shown, locale });
  else await page.evaluate(putRows, { cards: [shown], locale });
  const name = !('type' in shown)
    ? '#list article'
    : shown.type === 'home'
      ? '#list .home'
      : '#overlay .dialog';
  await page.locator(name).screenshot({ path });
  await page.evaluate(() => {
    const overlay = document.getElementById('overlay');
    if (overlay) overlay.hidden = true;
  });
};

/** The page of the workspace in a box, in a real browser. */
export const openGallery = async () => {
  const workspace = await startWorkspace();
  const browser = await openBrowser();
  const frame = async (look: Look): Promise<Frame> => {
    const page = await browser.newPage({
      viewport: { width: look.width, height: 900 },
      colorScheme: look.dark ? 'dark' : 'light',
      timezoneId: 'Asia/Seoul',
    });
    await page.goto(`${workspace.url}?as=U0BYSTANDER`);
    await page.locator('.chip.pressed').waitFor({ state: 'attached' });
    await page.evaluate(alone);
    const locale = look.locale === 'ko' ? 'ko-KR' : 'en-US';
    return {
      heights: cards => page.evaluate(putRows, { cards, locale }),
      picture: (shown, path) => shot(page, look, shown, path),
    };
  };
  return {
    frame,
    close: async () => {
      await browser.close();
      await workspace.close();
    },
  };
};
