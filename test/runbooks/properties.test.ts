import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MasterObservation } from '../../src/cluster/observation.ts';
import { healthyAfter, quorumOf } from '../../src/cluster/quorum.ts';
import { type CureName, cureNames } from '../../src/cluster/verdict-types.ts';
import { exampleCast, exampleContext } from '../../src/runbooks/example.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import type { Step, StepContext } from '../../src/runbooks/runbook.ts';
import {
  added,
  corrupted,
  emptyFiles,
  established,
  failed,
  follower,
  leader,
  listing,
  looping,
  noEtcd,
  noFiles,
  open,
  someFiles,
  stepsOf,
  stopped,
  withMaster,
  withoutFailed,
} from './a-context.ts';

const everyStep: readonly (readonly [CureName, Step])[] = cureNames.flatMap(cure =>
  stepsOf(cure).map(step => [cure, step] as const),
);
const argvOf = (cure: CureName, step: Step): readonly string[] =>
  step.act?.(exampleContext(cure))?.argv ?? [];

describe('what a runbook may name', () => {
  test.each(everyStep)('%s never names a group or a whole deployment in %o', (cure, step) => {
    const argv = argvOf(cure, step);
    const verb = argv.find(word => /^(recreate|delete-vm|stop|start|restart|ssh)$/.test(word));
    if (verb === undefined) return;
    const named = argv[argv.indexOf(verb) + 1];
    expect([failed, leader, follower, `vm-${failed.split('/')[1]}`]).toContain(named);
  });

  test('recreate and delete-vm name the failed instance only, never a healthy one', () => {
    for (const [cure, step] of everyStep) {
      const argv = argvOf(cure, step);
      if (!argv.includes('recreate') && !argv.includes('delete-vm')) continue;
      expect(argv.join(' ')).toContain(failed.split('/')[1]);
      expect(argv.join(' ')).not.toContain(leader.split('/')[1]);
      expect(argv.join(' ')).not.toContain(follower.split('/')[1]);
    }
  });

  test('data are never deleted: no step of any runbook runs rm on a disk', () => {
    for (const [cure, step] of everyStep)
      expect(argvOf(cure, step).join(' ')).not.toMatch(/rm\s+-[a-z]*r[a-z]*\s+\S*\/store/);
  });
});

describe('what a runbook is made of', () => {
  test('every step that changes something is guarded, resurrection apart, which any state allows', () => {
    for (const [cure, step] of everyStep)
      if (step.kind === 'change' && step.id !== 'resurrection-off')
        expect(step.guards(exampleContext(cure)).length, `${cure} ${step.id}`).toBeGreaterThan(0);
  });

  test('ids are unique in a runbook, and every word has both languages', () => {
    for (const runbook of runbooks) {
      const steps = runbook.steps(exampleCast(runbook.cure));
      expect(new Set(steps.map(step => step.id)).size).toBe(steps.length);
      for (const { title, risk, before, after } of [
        ...steps,
        { ...runbook, risk: runbook.cost, before: runbook.title, after: runbook.title },
      ])
        for (const words of [title, risk, before, after]) {
          expect(words.en.length).toBeGreaterThan(0);
          expect(words.ko.length).toBeGreaterThan(0);
        }
    }
  });

  test('a snapshot is taken before the first change, but for a rogue, which is stopped first', () => {
    for (const cure of cureNames) {
      const ids = stepsOf(cure)
        .filter(step => step.kind === 'change' || step.kind === 'snapshot')
        .map(step => step.id)
        .filter(id => id !== 'stop-rogue');
      expect(ids[0], cure).toMatch(/^snapshot/);
    }
  });

  test('every runbook ends with the proof that it holds, and a backup after it', () => {
    for (const cure of cureNames)
      expect(
        stepsOf(cure)
          .slice(-2)
          .map(step => step.id),
      ).toEqual(['verify', 'backup']);
  });

  test('masters are powered on in the reverse order of power-off, by an abort too', () => {
    const ids = stepsOf('disk-loss-original').map(step => step.id);
    const order = (prefix: string) =>
      ids.filter(id => id.startsWith(prefix)).map(id => id.slice(prefix.length));
    expect(order('power-off-')).toHaveLength(2);
    expect(order('power-on-')).toEqual(order('power-off-').toReversed());
    const undone = stepsOf('disk-loss-original').toReversed();
    expect(undone.flatMap(step => step.undo?.steps({}) ?? []).map(step => step.id)).toEqual([
      'undo-power-on-aaaaaaaa',
      'undo-power-on-bbbbbbbb',
      'undo-resurrection',
    ]);
  });

  test('what a step may leave is told before it acts, and in the same runbook something puts it back', () => {
    const undone = everyStep.filter(([, step]) => step.undo);
    expect(undone).toHaveLength(5);
    for (const [cure, step] of undone) {
      const left = step.undo?.trace(exampleContext(cure)) ?? expect.fail(`${step.id} tells nothing`);
      const offered = step.undo?.steps(left) ?? [];
      expect(
        offered.map(each => each.undoes),
        step.id,
      ).toEqual([step.id]);
      expect(stepsOf(cure).map(each => each.undoes)).toContain(step.id);
      // Where what it left is all that is known, what puts it back knows its command.
      const facts = { ...exampleContext(cure).facts, [step.id]: left };
      for (const each of offered) expect(each.act?.({ ...exampleContext(cure), facts })).toBeTruthy();
    }
  });

  test('only the original route takes a healthy master down', () => {
    for (const [cure, step] of everyStep) {
      const context = exampleContext(cure);
      const left = healthyAfter(context.seen, step.takesDown?.(context) ?? []);
      if (left < quorumOf(3))
        expect([cure, step.id.slice(0, 9)]).toEqual(['disk-loss-original', 'power-off']);
    }
  });

  test('without a known leader and follower the original route has no step at all', () => {
    for (const runbook of runbooks.filter(r => r.cure === 'disk-loss-original')) {
      expect(runbook.steps({ leader: null, follower })).toEqual([]);
      expect(runbook.steps({ leader, follower: null })).toEqual([]);
    }
  });
});

/** What a world may do between two steps. */
const anyMaster: fc.Arbitrary<Partial<MasterObservation>> = fc.oneof(
  fc.constant<Partial<MasterObservation>>({}),
  fc.constant(stopped),
  fc.constant(looping),
  fc.constant<Partial<MasterObservation>>({ etcd: null }),
  fc.constant<Partial<MasterObservation>>({ etcd: noEtcd, cid: null }),
);
const anyFiles = fc.constantFrom(someFiles, emptyFiles, noFiles, null);
const anyContext = (cure: CureName): fc.Arbitrary<StepContext> =>
  fc
    .record({
      target: anyMaster,
      files: anyFiles,
      other: anyMaster,
      bootstrap: fc.boolean(),
      list: fc.constantFrom('three', 'two', 'added'),
      peerUrl: fc.boolean(),
      snapshot: fc.boolean(),
      busy: fc.boolean(),
    })
    .map(world => {
      const start = world.snapshot ? corrupted(cure) : exampleContext(cure);
      const told = world.list === 'three' ? start : withoutFailed(start);
      const listedNow =
        world.list === 'added'
          ? listing(told, [...(told.seen.masters[1]?.etcd?.members ?? []), added])
          : told;
      const context = withMaster(
        withMaster(listedNow, failed, { ...world.target, files: world.files, bootstrap: world.bootstrap }),
        follower,
        world.other,
      );
      return {
        ...(world.peerUrl
          ? established(context, 'peer-url', { url: added.peerUrls[0] ?? '', by: 'script' })
          : { ...context, facts: {} }),
        seen: {
          ...context.seen,
          tasks: world.busy
            ? [
                {
                  id: '7',
                  state: 'processing',
                  description: 'recreate',
                  deployment: context.deployment,
                  user: 'x',
                },
              ]
            : [],
        },
      };
    });

const healthyBeside = (context: StepContext): number =>
  context.seen.masters.filter(each => each.instance !== failed && each.etcd?.healthy === true).length;
const changes = (cure: CureName): readonly Step[] =>
  stepsOf(cure).filter(step => step.kind === 'change' && !step.id.startsWith('power-'));

describe('in any world', () => {
  test.each(['replace-member', 'remove-half-added', 'restart-process', 'recreate'] as const)(
    '%s changes nothing unless both other members are healthy and nothing else is at work',
    cure => {
      fc.assert(
        fc.property(anyContext(cure), context => {
          for (const step of changes(cure))
            if (open(step, context).length === 0) {
              expect(healthyBeside(context), step.id).toBe(2);
              expect(context.seen.tasks, step.id).toEqual([]);
            }
        }),
        { numRuns: 150 },
      );
    },
  );

  test('nobody starts a bootstrap instance without member/: it would make an empty cluster', () => {
    const start = stepsOf('replace-member').find(step => step.id === 'monit-start');
    fc.assert(
      fc.property(anyContext('replace-member'), context => {
        const target = context.seen.masters.find(each => each.instance === failed);
        if (target?.bootstrap && target.files?.memberDir !== true)
          expect(start && open(start, context)).toContain('may-start');
      }),
      { numRuns: 150 },
    );
  });

  test('data are set aside only while etcd is stopped and nobody lists its id', () => {
    const aside = stepsOf('replace-member').find(step => step.id === 'set-aside');
    fc.assert(
      fc.property(anyContext('replace-member'), context => {
        if (!aside || open(aside, context).length > 0) return;
        const target = context.seen.masters.find(each => each.instance === failed);
        expect(target?.monit?.[0]?.state).toBe('not monitored');
        expect(target?.etcd?.up).toBe(false);
        expect(context.seen.masters[1]?.etcd?.members?.map(each => each.peerUrls[0])).not.toContain(
          added.peerUrls[0],
        );
      }),
      { numRuns: 300 },
    );
  });
});
