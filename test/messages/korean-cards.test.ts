import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { differences, witnessOf } from '../../src/cluster/witness.ts';
import { drawRun } from '../../src/messages/draw-run.ts';
import { statusCard } from '../../src/messages/status-card.ts';
import { broken, clusterOf, m1, m2, m3, tocommit } from '../cluster/build.ts';
import { aRun, aStep, asked, healedRun, started } from '../support/a-run.ts';
import { readAloud } from '../support/block-texts.ts';

/** English that is no name, no tool's own word and no code. */
const english =
  /\b(healthy|leader|members?(?!\/)|listed|present|absent|not read|could|quorum|none|untouched|at most)\b/;

describe('a Korean card has no English sentence', () => {
  test.each([
    ['a lost raft log', clusterOf({ [m1]: broken(tocommit) })],
    ['two members down', clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit, { files: null }) })],
    ['a member that was not seen', clusterOf({ [m3]: { etcd: null } })],
    ['unread files and log', clusterOf({ [m1]: broken('', { files: null, lastStartBlock: null }) })],
    ['a stopped process', clusterOf({ [m1]: broken('2026 I | etcdmain: etcd Version: 3.4.23') })],
    ['no master unhealthy', clusterOf({}, { tasks: null, unread: [] })],
  ])('for %s', (_what, seen) => {
    const verdict = verdictOf(seen);
    const { blocks } = statusCard({ ok: true, seen, verdict, complete: true, run: null }, [], 'ko');
    const said = readAloud(blocks)
      .split('\n')
      .filter(line => !line.includes(' | '));
    expect(
      said.filter(line => english.test(line.replaceAll(tocommit, '').replaceAll('replace-member', ''))),
    ).toEqual([]);
  });

  test('at a run’s end', () => {
    const summary = drawRun(healedRun(), null, 'ko').find(each => each.key === 'summary');
    const text = readAloud(summary?.blocks ?? []);
    expect(text).toContain('변경하지 않음');
    expect(text).not.toMatch(english);
  });

  test('where the state has changed since the approval', () => {
    const before = witnessOf(clusterOf({ [m1]: broken(tocommit) }), m1);
    const now = witnessOf(clusterOf({ [m2]: { cid: null } }, { tasks: null, resurrection: 'unknown' }), m1);
    const said = differences(before, now).map(each => each.ko);
    expect(said).toContain('쿼럼: 승인 당시 3대 중 2대 정상, 쿼럼 2, 현재 3대 중 3대 정상, 쿼럼 2');
    expect(said).toContain('진행 중인 task: 승인 당시 없음, 현재 읽지 못함');
    expect(said.filter(line => english.test(line))).toEqual([]);
  });
});

test('files and log that could not be read are both named', () => {
  const seen = clusterOf({ [m1]: broken('', { files: null, lastStartBlock: null }) });
  expect(verdictOf(seen).sentence).toMatchObject({
    en: expect.stringContaining('its files and its etcd log could not be read'),
    ko: expect.stringContaining('파일 상태, etcd 로그를 읽지 못해'),
  });
});

test('a step that stands still tells what happened, and one that asks tells why', () => {
  const card = (ask: 'stuck' | 'approve', locale: 'en' | 'ko') =>
    readAloud(
      drawRun(aRun(started(), asked('snapshot', { ask })), null, locale).find(
        each => each.key === 'step/snapshot',
      )?.blocks ?? [],
    );
  expect(card('stuck', 'en')).toContain('What happened: ');
  expect(card('stuck', 'ko')).toContain('상황: ');
  expect(card('approve', 'en')).toContain('Why you are asked: ');
});

test('what is held while it is watched is told in the card’s language', () => {
  const words = { en: 'holds for 3 of 10 s', ko: '10초 중 3초 동안 유지됨' };
  const live = { run: '7f3a', step: 'snapshot', text: `${words.en}\n`, lines: 1, words };
  const card = drawRun(aRun(started()), live, 'ko').find(each => each.key === 'step/snapshot');
  expect(readAloud(card?.blocks ?? [])).toContain(words.ko);
});

test('what stands for a command line that is not known yet is in the card’s language', () => {
  const note = { en: '(reads each member)', ko: '(각 멤버를 읽음)' };
  const run = aRun(started({ plan: [aStep('verify', { line: note.en, note, people: 0 })] }));
  for (const locale of ['en', 'ko'] as const) {
    const drawn = drawRun(run, null, locale);
    for (const key of ['headline', 'step/verify'])
      expect(readAloud(drawn.find(each => each.key === key)?.blocks ?? [])).toContain(note[locale]);
  }
});
