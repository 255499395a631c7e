import { describe, expect, test } from 'vitest';
import { windDown } from '../../src/engine/wind-down.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import { powerOffId, powerOnId } from '../../src/runbooks/powered-off.ts';
import type { Runbook } from '../../src/runbooks/runbook.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { aborted } from '../support/a-click.ts';
import { follower, leader } from '../support/a-cluster.ts';
import { aRun, aStep, asked, began, jihun, settled, started } from '../support/a-run.ts';
import { turnOn } from '../support/a-turn.ts';

const [offLeader, offFollower, onLeader] = [powerOffId(leader), powerOffId(follower), powerOnId(leader)];
const plan = ['resurrection-off', offFollower, offLeader, onLeader, 'resurrection-back'].map(id => aStep(id));
const abort = aborted(jihun);
const poweredOff = (id: string) =>
  ({ ...began(id), argv: ['govc', 'vm.power', '-off', '-dc=DC1', '-vm.uuid', 'u'] }) as RunEvent;
const switchedOff = (found: string) => [
  asked('resurrection-off', { witness: { resurrection: found } }),
  began('resurrection-off'),
];

const windingDown = async (...events: readonly RunEvent[]) => windingDownOn(runbooks, ...events);
const windingDownOn = async (runbooks: readonly Runbook[], ...events: readonly RunEvent[]) => {
  const wrote: RunEvent[] = [];
  const run = aRun(started({ plan, cure: 'disk-loss-original' }), ...events, abort);
  const journal = {
    write: async (what: { events: readonly RunEvent[] }) => {
      wrote.push(...what.events);
      return { ok: true, entries: [] };
    },
  };
  const turn = turnOn(run, { journal, runbooks, channel: { show: () => undefined } });
  expect(await windDown(turn)).toBe('on');
  const [event] = wrote;
  return event?.kind === 'replanned' ? event : expect.fail(`${event?.kind} was written`);
};
const offered = ({
  plan: steps,
}: {
  readonly plan: readonly { id: string; people: number; line: string }[];
}) => steps.map(({ id, people, line }) => [id, people, line]);

describe('after an abort', () => {
  test('nothing is put back where nothing was changed', async () => {
    const event = await windingDown();
    expect(event.plan).toEqual([]);
    expect(event.words).toEqual({
      en: 'Aborted by jihun; no further step of the plan starts.',
      ko: 'jihun 님이 중단했습니다. 이후 단계는 시작되지 않습니다.',
    });
  });
  test('what was powered off is powered on, the last one first, and each is named', async () => {
    const both = await windingDown(poweredOff(offFollower), poweredOff(offLeader));
    expect(both.plan.map(step => step.id)).toEqual([
      `undo-${powerOnId(leader)}`,
      `undo-${powerOnId(follower)}`,
    ]);
    expect(both.plan.map(step => step.people)).toEqual([1, 1]);
    expect(both.words.en).toBe(
      'Aborted by jihun; no further step of the plan starts. What this run changed for the time being is put back below: Power on master/774bfafe, Power on master/8cdf6298.',
    );
    const one = await windingDown(poweredOff(offFollower));
    expect(one.words).toEqual({
      en: 'Aborted by jihun; no further step of the plan starts. What this run changed for the time being is put back below: Power on master/8cdf6298.',
      ko: 'jihun 님이 중단했습니다. 이후 단계는 시작되지 않습니다. 이번 복구가 임시로 바꾼 것을 아래에서 되돌립니다: master/8cdf6298 전원 켜기.',
    });
  });
  test('what this bot has no step for is told with what was written down, for a person to put it back', async () => {
    const event = await windingDownOn([], poweredOff(offFollower));
    expect(event.plan).toEqual([]);
    expect(event.words.en).toContain(
      `This version of the bot can't put back, so put it back by hand: ${offFollower} (instance ${follower}, uuid u, datacenter DC1).`,
    );
    expect(event.words.ko).toContain(`직접 되돌리세요: ${offFollower} (instance ${follower}`);
  });
  test('resurrection that was found on is switched on again, and nobody is asked', async () =>
    expect(offered(await windingDown(...switchedOff('on')))).toEqual([
      ['undo-resurrection', 0, 'bosh -n --tty --no-color update-resurrection on'],
    ]));
  test('resurrection that nobody could read before is switched on only by a person', async () =>
    expect(offered(await windingDown(...switchedOff('unknown')))[0]?.[1]).toBe(1));
  test('resurrection that is on again already is left alone', async () => {
    expect(
      (await windingDown(...switchedOff('on'), began('resurrection-back'), settled('resurrection-back')))
        .plan,
    ).toEqual([]);
    const failed = settled('resurrection-back', { outcome: 'failed' });
    expect((await windingDown(...switchedOff('on'), began('resurrection-back'), failed)).plan).toHaveLength(
      1,
    );
  });
});
