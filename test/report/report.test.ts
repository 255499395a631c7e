import { beforeAll, describe, expect, test } from 'vitest';
import { noteReturn } from '../../src/engine/downtime.ts';
import type { Entry } from '../../src/ports/run-log.ts';
import { reportClock } from '../../src/report/clock.ts';
import { html } from '../../src/report/html.ts';
import { reportMarkdown } from '../../src/report/markdown.ts';
import { reportPage } from '../../src/report/page.ts';
import { reportOf } from '../../src/report/report.ts';
import { togetherMs } from '../../src/report/spans.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { goldenJournals } from '../support/golden/fixtures.ts';
import { reportCases } from '../support/report-cases.ts';
import { smallWorld } from '../support/small-world/small-world.ts';

let cases: ReadonlyMap<string, readonly Entry<RunEvent>[]>;
beforeAll(async () => {
  cases = await reportCases();
}, 60_000);
const caseOf = (name: string) => cases.get(name) ?? [];
const seoul = { locale: 'en', clock: reportClock('Asia/Seoul') } as const;

test('each span of people, command and world lies in the run, and the original route waited for people most of it', () => {
  const report = reportOf(caseOf('original'));
  for (const { from, to } of report.spans) {
    expect(from).toBeGreaterThanOrEqual(report.from);
    expect(to).toBeLessThanOrEqual(report.to);
    expect(to).toBeGreaterThanOrEqual(from);
  }
  expect(report.ms.people).toBeGreaterThan(report.ms.all / 2);
  expect(report.ms.people + report.ms.command + report.ms.world).toBeLessThanOrEqual(report.ms.all);
});

test('writes were impossible from the power-off that cost quorum until two members served again', () => {
  const entries = caseOf('original');
  const begun = (step: string) =>
    entries.find(({ event }) => event.kind === 'began' && event.step === step)?.at;
  expect(reportOf(entries).noWrites).toEqual([
    { from: begun('power-off-774bfafe'), to: begun('power-on-774bfafe') },
  ]);
  expect(reportOf(caseOf('gentle')).noWrites).toEqual([]);
});

test('a run whose bot did not write down who served says that it is not known, never that there was no gap', () => {
  const entries = caseOf('original').map(entry => {
    if (entry.event.kind !== 'began') return entry;
    const { serving: _, ...event } = entry.event;
    return { ...entry, event };
  });
  expect(reportOf(entries).noWrites).toBeNull();
  expect(reportPage(reportOf(entries), seoul)).toContain('not known: the version that ran it');
});

test('the members stand at the first question, the last one and where they were proven', () => {
  const page = reportPage(reportOf(caseOf('gentle')), seoul);
  expect(page).toMatch(/master\/9b8ad6e0 etcd<\/th><td>not healthy<\/td>.*<td>healthy as member a1<\/td>/s);
});

test('clock times are in the zone that is set, and the page names it', () => {
  const entries = caseOf('gentle');
  const at = entries[0]?.at ?? 0;
  const hour = new Date(at + 9 * 3_600_000).toISOString().slice(11, 19);
  const page = reportPage(reportOf(entries), seoul);
  expect(page).toContain(hour);
  expect(page).toContain('Asia/Seoul (UTC+9)');
});

test('who broke the glass stands in the report with the reason and what the rule asks for', () => {
  const report = reportOf(caseOf('break-glass'));
  expect(report.run.finished?.outcome).toBe('healed');
  const line = 'jihun broke the glass, so that one approval is enough where the rule asks 2';
  for (const text of [reportPage(report, seoul), reportMarkdown(report, seoul)]) {
    expect(text).toContain(line);
    expect(text).toContain('nobody else answers, and the change freeze ends at six');
  }
});

test('an approval that no longer counted is nobody’s approval and nobody’s omission, in both forms', () => {
  const report = reportOf(caseOf('refused'));
  const page = reportPage(report, seoul);
  const markdown = reportMarkdown(report, seoul);
  const title = 'Move the leader to the other healthy member';
  expect(page.slice(page.indexOf(`3. ${title}`))).toMatch(/^.{0,200}Approved by: –</s);
  expect(markdown).toMatch(new RegExp(`### 3. ${title}: .*\\n\\nApproved by: –\\n`));
  expect(markdown).toContain('An approval that no longer counted (seoyeon): master/774bfafe etcd');
});

test('a step that nobody was asked about ran by itself', () => {
  expect(reportMarkdown(reportOf(caseOf('gentle')), seoul)).toMatch(
    /### 1\. Snapshot .*\n\n.*Approved by: by itself\n/,
  );
});

test('a run that kept writes impossible claims no shorter gap beside it', () => {
  const both = (name: string) => [
    reportPage(reportOf(caseOf(name)), seoul),
    reportMarkdown(reportOf(caseOf(name)), seoul),
  ];
  for (const text of both('original')) expect(text).not.toContain('Longest write gap seen');
  for (const text of both('gentle')) expect(text).toContain('Longest write gap seen');
});

test('the Markdown says the end once, on a line of its own, and how many lines an output has', () => {
  const markdown = reportMarkdown(reportOf(caseOf('gentle')), seoul);
  expect(markdown).toContain('\n\n✅ healed\n\nHealed: three members');
  expect(markdown).toContain('<summary>Output: 1 line, sha256');
});

test('that no bot was there for a while, and that the pager was called, stand in both forms of the report', async () => {
  const world = smallWorld();
  const bot = await world.bot();
  const id = await bot.start();
  const { seq, steps } = await bot.untilAsked(id);
  const step = steps.find(({ state }) => state === 'asking')?.planned.id ?? '';
  const call = { kind: 'called', step, attempt: 1, n: 4, to: [], page: true } as const;
  await bot.journal.write({ run: id, events: [call], as: { expectSeq: seq } });
  world.time.pass(600_000);
  await noteReturn(bot.engine, (await bot.journal.now()) - 600_000);
  const report = reportOf(await bot.journal.read(id));
  for (const text of [reportPage(report, seoul), reportMarkdown(report, seoul)]) {
    expect(text).toMatch(/No bot was there from .* UTC\. It is back/);
    expect(text).toContain('called again (4), and the pager');
  }
  await world.close();
});

test('times that overlap count once', () => {
  expect(
    togetherMs([
      { from: 0, to: 10 },
      { from: 5, to: 8 },
      { from: 20, to: 21 },
    ]),
  ).toBe(11);
});

const hostile = '</pre><script>alert(1)</script>" onload="x` ``` ```` | <!channel>';
const poisoned = (entries: readonly Entry<RunEvent>[]) =>
  entries.map(entry =>
    entry.event.kind === 'ended' ? { ...entry, event: { ...entry.event, lines: 3, tail: hostile } } : entry,
  );

test('nothing that a tool prints becomes markup, in either form', () => {
  const report = reportOf(poisoned(caseOf('gentle')));
  const page = reportPage(report, seoul);
  expect(page).not.toMatch(/<script|onload="x/);
  expect(page).toContain('&lt;script&gt;');
  const markdown = reportMarkdown(report, seoul);
  expect(markdown).toContain('`````\n</pre>');
  expect(html`<b title="${'"><i>'}">${null}</b>`.html).toBe('<b title="&quot;&gt;&lt;i&gt;"></b>');
});

test('the page needs nothing but itself: no script, no address, no picture', () => {
  for (const [name, entries] of cases)
    expect(reportPage(reportOf(entries), seoul), name).not.toMatch(
      /<script|https?:\/\/(?!lb|localhost)|<img|<link|@import|url\(/,
    );
});

describe.each(goldenJournals())('$name, as $release wrote it', ({ entries }) => {
  const parsed = entries.map(entry => ({ ...entry, event: parseEvent(entry.event) }));

  test.each(['en', 'ko'] as const)('has a report after each of its entries (%s)', locale => {
    for (const { seq } of parsed) {
      const report = reportOf(parsed.slice(0, seq));
      const style = { locale, clock: reportClock('UTC') };
      expect(reportPage(report, style), `#${seq}`).not.toMatch(/undefined|NaN|\[object/);
      expect(reportMarkdown(report, style), `#${seq}`).not.toMatch(/undefined|NaN|\[object/);
      expect(report.moments.at(-1)?.seq ?? 0).toBeGreaterThan(0);
    }
  });
});

test('every entry has its line in the chronicle, but the end of what has no command', () => {
  const entries = caseOf('gentle');
  const told = reportOf(entries).moments.map(({ seq }) => seq);
  const silent = entries.filter(({ seq }) => !told.includes(seq)).map(({ event }) => event.kind);
  expect(silent).toEqual(['ended']);
});
