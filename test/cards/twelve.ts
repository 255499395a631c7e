import { drawRun } from '../../src/messages/draw-run.ts';
import type { Card } from '../../src/messages/drawn.ts';
import { picker } from '../../src/messages/picker.ts';
import { watchCard } from '../../src/messages/watch-card.ts';
import { isAnswered } from '../../src/runs/next.ts';
import { openAsk, type Run } from '../../src/runs/run.ts';
import type { Locale } from '../../src/words.ts';
import type { View } from './gallery.ts';
import { homesOf, looked, statusOf } from './others.ts';
import type { Story } from './stories.ts';

const runIn = (stories: readonly Story[], name: string, where: (run: Run) => boolean = () => true): Run => {
  const run = stories.find(story => story.name === name)?.runs.findLast(where);
  if (!run) throw new Error(`no run of ${name} is so`);
  return run;
};
const cardOf = (run: Run, key: string, locale: Locale): Card => {
  const card = drawRun(run, null, locale).find(each => each.key === key);
  if (!card) throw new Error(`run ${run.id} has no card ${key}`);
  return card;
};
const asking = (step: string) => (run: Run) => {
  const ask = openAsk(run)?.step;
  return ask?.planned.id.startsWith(step) === true && !isAnswered(ask);
};
const askIn = (run: Run, locale: Locale): Card => {
  const step = openAsk(run)?.step;
  if (!step) throw new Error(`run ${run.id} asks nothing`);
  return cardOf(run, `step/${step.planned.id}${step.cards > 1 ? `/${step.cards}` : ''}`, locale);
};

/** The twelve that matter at night, by name. */
export const twelve = (stories: readonly Story[], locale: Locale): Readonly<Record<string, Card | View>> => {
  const run = (name: string, where?: (run: Run) => boolean) => runIn(stories, name, where);
  return {
    status: statusOf(looked('raft-log-lost'), locale),
    refused: statusOf(looked('quorum-lost'), locale),
    alert: watchCard(looked('disk-lost'), 'healthy', locale, { group: 'S0APPROVERS' }),
    planned: cardOf(
      run('gentle', each => each.steps.every(step => !step.began)),
      'headline',
      locale,
    ),
    ask: askIn(run('gentle', asking('move-leader')), locale),
    'ask-two': askIn(run('original', asking('power-off')), locale),
    waiting: cardOf(run('original', asking('power-off')), 'headline', locale),
    outage: askIn(run('outage'), locale),
    unknown: askIn(run('move-leader-unknown'), locale),
    healed: cardOf(run('gentle'), 'summary', locale),
    home: homesOf([run('original', asking('power-off')), run('gentle')], locale)[2] as View,
    picker: picker(['dev-1', 'prod-1'], 'C0INCIDENT42', locale) as View,
  };
};
