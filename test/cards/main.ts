/** `npm run cards`: every card, modal and App Home against Slack's limits, and the twelve that matter as pictures. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Card } from '../../src/messages/drawn.ts';
import type { Locale } from '../../src/words.ts';
import { openGallery } from './gallery.ts';
import { cardsOf, homesOf, modalsOf } from './others.ts';
import { locales, messagesOf, type Named, stories } from './stories.ts';
import { twelve } from './twelve.ts';
import { messageFaults, viewFaultsOf } from './validate.ts';

const { json } = parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
const folder = join(import.meta.dirname, '../../ci-output/cards');
mkdirSync(folder, { recursive: true });

const told = await stories();
const ends = told.flatMap(({ runs }) => runs.at(-1) ?? []);
const messages = locales.flatMap(locale => told.flatMap(story => messagesOf(story, locale)));
const cards: readonly Card[] = [
  ...messages.map(({ drawn }) => drawn),
  ...locales.flatMap(locale => cardsOf(ends, locale)),
];
const views = locales.flatMap(locale => ({ modals: modalsOf(locale), homes: homesOf(ends, locale) }));
const faults = [
  ...cards.flatMap(card => messageFaults(card).map(fault => `${fault} in ${card.text.slice(0, 80)}`)),
  ...views.flatMap(({ modals, homes }) => [...modals, ...homes].flatMap(viewFaultsOf)),
];
for (const fault of new Set(faults)) console.error(fault);

const gallery = await openGallery();
const phone = { width: 390, dark: false };
/** The tallest of a kind on a phone until something is unfolded. */
const tallest = async (what: (each: Named) => boolean): Promise<readonly [number, string]> => {
  const measured = async (locale: Locale) => {
    const chosen = messages.filter(each => each.locale === locale && what(each));
    const heights = await (await gallery.frame({ ...phone, locale })).heights(
      chosen.map(({ drawn }) => drawn),
    );
    return heights.map((height, index) => [Math.ceil(height), `${chosen[index]?.name} (${locale})`] as const);
  };
  const all = [...(await measured('en')), ...(await measured('ko'))];
  return all.toSorted(([one], [other]) => other - one)[0] ?? [0, ''];
};
const headline = await tallest(({ drawn }) => drawn.key === 'headline');
const ask = await tallest(({ drawn }) => drawn.urgent);

let pictures = 0;
for (const locale of locales)
  for (const width of [1280, 390])
    for (const dark of [false, true]) {
      const frame = await gallery.frame({ locale, width, dark });
      for (const [name, shown] of Object.entries(twelve(told, locale))) {
        await frame.picture(shown, join(folder, `${name}-${locale}-${width}-${dark ? 'dark' : 'light'}.png`));
        pictures++;
      }
    }
await gallery.close();

const result = {
  cards: cards.length,
  modals: views.flatMap(({ modals }) => modals).length,
  homes: views.flatMap(({ homes }) => homes).length,
  faults: faults.length,
  pictures,
  tallestHeadline: headline[0],
  tallestAsk: ask[0],
};
if (!json)
  console.log(`the tallest headline: ${headline[1]}; the tallest ask: ${ask[1]}; pictures in ${folder}`);
console.log(JSON.stringify(result));
