import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/runbooks/runbook.ts';
import { powerOffStep } from '../../src/runbooks/steps/power.ts';
import { differenceOf, otherDeclaration } from '../../src/runs/difference.ts';
import { stepOf } from '../../src/runs/run.ts';
import { planned } from '../../src/runs/steps.ts';
import { same } from '../../src/words.ts';
import { leader } from '../support/a-cluster.ts';
import { aRun, began, started } from '../support/a-run.ts';
import type { StepChange } from '../support/a-turn.ts';

const step = powerOffStep(leader, 'first');
const old = planned(step, same('govc vm.power -off x'), 1);
const now = (change: StepChange): Step => ({ ...step, version: step.version + 1, ...change });
const [its, next] = [`v${step.version}`, `v${step.version + 1}`];

describe('how a newer bot declares a step', () => {
  test('is no difference where nothing changed, whatever the command reads now', () =>
    expect(differenceOf(old, step, 'another line')).toBeNull());
  test('tells each sentence that changed, planned and now', () => {
    const said = differenceOf(
      old,
      now({ risk: { en: 'None.', ko: '없음.' }, title: { en: step.title.en, ko: '새 제목' } }),
      null,
    );
    expect(said?.en).toBe(
      `This bot declares this step differently from the bot that planned the run: title: planned "${step.title.en}", now "${step.title.en}"; risk: planned "${step.risk.en}", now "None.". Approve it as it is now, start the old version again, or abort.`,
    );
    expect(said?.ko).toContain(
      `제목: 계획 "${step.title.ko}", 현재 "새 제목"; 위험: 계획 "${step.risk.ko}", 현재 "없음."`,
    );
  });
  test('tells the command where that is another, and that the code is where no sentence changed', () => {
    const said = differenceOf(old, now({ guards: () => [] }), 'govc vm.power -off y');
    expect(said?.en).toContain(
      'command: planned "govc vm.power -off x", now "govc vm.power -off y"; its guards, its command, when it is left out, or how its result is read are built differently.',
    );
    expect(differenceOf(old, now({ guards: () => [] }), 'govc vm.power -off x')?.en).not.toContain(
      'command:',
    );
    expect(differenceOf(old, now({ risk: same('None.') }), null)?.en).not.toContain('built differently');
  });
});

describe('a step that was planned before steps had versions', () => {
  const unversioned = { ...old, version: 0 };
  test('is asked for once more, saying that nobody can tell and what reads differently', () => {
    expect(differenceOf(unversioned, step, old.line)?.en).toBe(
      "The bot that planned the run kept no version of this step, so nobody can tell whether this bot's is the same. Approve it as it is now, start the old version again, or abort.",
    );
    const said = differenceOf(unversioned, { ...step, risk: same('None.') }, 'govc x');
    expect(said?.en).toContain(
      `is the same: risk: planned "${step.risk.en}", now "None."; command: planned "`,
    );
    expect(said?.ko).toContain('단계 버전을 남기지 않아');
  });
});

describe('an act that another declaration began', () => {
  const run = (declared?: string) =>
    aRun(started({ plan: [old] }), { ...began(old.id), ...(declared ? { declared } : {}) } as ReturnType<
      typeof began
    >);
  const at = (declared?: string) => stepOf(run(declared), old.id) ?? expect.fail('no such step');
  const other = now({ guards: () => [] });
  test('is told by what it was begun as, else by what was planned', () => {
    expect(otherDeclaration(at(), step)).toBeNull();
    expect(otherDeclaration(at(), other)?.en).toContain('differently from the bot that began it: its guards');
    expect(otherDeclaration(at(next), other)).toBeNull();
    expect(otherDeclaration(at(next), step)?.ko).toContain('단계를 시작한 봇과 이 봇의 단계 정의가 다릅니다');
  });
  test('is told, without a guess at how it differs, where it was begun before steps had versions', () => {
    const digest = 'ab'.repeat(32);
    expect(otherDeclaration(at(digest), step)?.en).toMatch(
      /^The bot that began it kept no version of this step, so nobody can tell whether this bot's is the same\. So what/,
    );
    expect(otherDeclaration(at(digest), step)?.ko).toContain('단계 버전을 남기지 않아');
    expect(otherDeclaration(at(digest), step, its)).toBeNull();
  });
  test('is none to whom it was shown', () => {
    expect(otherDeclaration(at(), other, next)).toBeNull();
    expect(otherDeclaration(at(), step, next)).not.toBeNull();
  });
});
