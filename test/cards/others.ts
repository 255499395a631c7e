import fc from 'fast-check';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { VerdictName } from '../../src/cluster/verdict-types.ts';
import type { Observed } from '../../src/desk/desk-types.ts';
import { makePlan } from '../../src/desk/plan.ts';
import { doctorCard } from '../../src/messages/doctor-card.ts';
import type { Card } from '../../src/messages/drawn.ts';
import { help } from '../../src/messages/help.ts';
import { home } from '../../src/messages/home.ts';
import { notice, readingWords, refusal, staleWords, startedWords } from '../../src/messages/notices.ts';
import { picker } from '../../src/messages/picker.ts';
import { reasonForm } from '../../src/messages/reason-form.ts';
import { runShown, runsList } from '../../src/messages/runs-list.ts';
import { statusCard } from '../../src/messages/status-card.ts';
import { unreadCard } from '../../src/messages/unread-card.ts';
import { watchCard } from '../../src/messages/watch-card.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import type { Run } from '../../src/runs/run.ts';
import type { Locale } from '../../src/words.ts';
import { worlds } from '../cluster/worlds.ts';
import { smallWorld } from '../support/small-world/small-world.ts';

const onCall = { group: 'S0APPROVERS' } as const;
const channel = 'C0INCIDENT42';

/** One look at a generated cluster; the same one each time. */
export const looked = (verdict: VerdictName, seed = 1): Observed => {
  const [world] = fc.sample(worlds[verdict], { seed, numRuns: 1 });
  if (!world) throw new Error(`no world for ${verdict}`);
  const { seen } = world;
  return { ok: true, seen, verdict: verdictOf(seen), complete: true, run: null };
};

/** With the plan of what is proposed. */
export const statusOf = (at: Observed, locale: Locale): Card => {
  const book = runbooks.find(({ cure }) => cure === at.verdict.proposed);
  const plan = book ? makePlan('plan', book, at.verdict, at.seen, settings, rule).steps : [];
  return statusCard(at, plan, locale);
};
const rule = { change: 1, belowQuorum: 2 } as const;
const world = smallWorld();
const bot = await world.bot();
const { settings } = bot.engine;
/** What doctor says of a jump host in the box. */
const tools = await bot.desk.doctor();
await world.close();

/** Every card that belongs to no run. */
export const cardsOf = (runs: readonly Run[], locale: Locale): readonly Card[] => [
  ...(Object.keys(worlds) as VerdictName[]).flatMap(verdict => [
    statusOf(looked(verdict), locale),
    watchCard(looked(verdict), 'healthy', locale, onCall),
  ]),
  statusCard({ ...looked('raft-log-lost'), complete: false }, [], locale),
  ...['dev-1', null].map(cluster => unreadCard({ cluster, words: staleWords, looks: 3 }, locale, onCall)),
  doctorCard(tools, locale),
  help(null, locale),
  help('recovr', locale),
  runsList([], locale, channel),
  runsList(runs, locale, channel),
  ...runs.slice(0, 5).map(run => runShown(run, locale)),
  refusal({ ok: false, words: staleWords, run: '7f3a' }, locale),
  ...[readingWords('dev-1'), startedWords('7f3a'), staleWords].map(words => notice('🛟', words, locale)),
];

export const modalsOf = (locale: Locale) => [
  ...[null, [], ['dev-1'], ['dev-1', 'prod-1']].map(names => picker(names, channel, locale)),
  ...(['abort', 'takeover'] as const).map(of => reasonForm(of, '7f3a', channel, locale)),
];

const at = Date.UTC(2026, 10, 29, 18, 12);
export const homesOf = (runs: readonly Run[], locale: Locale) =>
  [[], runs.slice(0, 1), runs].map(some =>
    home({ runs: some, looks: [{ cluster: 'dev-1', at }], addresses: new Map() }, locale),
  );
