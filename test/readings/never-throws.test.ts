import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ran } from '../../src/model/command.ts';
import * as bbr from '../../src/readings/bbr.ts';
import * as cck from '../../src/readings/bosh-cck.ts';
import * as environment from '../../src/readings/bosh-environment.ts';
import * as instances from '../../src/readings/bosh-instances.ts';
import * as locks from '../../src/readings/bosh-locks.ts';
import * as ssh from '../../src/readings/bosh-ssh.ts';
import * as tasks from '../../src/readings/bosh-tasks.ts';
import * as members from '../../src/readings/etcd-members.ts';
import * as govc from '../../src/readings/govc-vm.ts';
import { isMissed } from '../../src/readings/reading.ts';
import { againOf } from '../../src/readings/second-look.ts';
import { readService } from '../../src/readings/service.ts';
import { readSnapshot } from '../../src/readings/snapshot.ts';
import { troubleOf } from '../../src/readings/trouble.ts';
import * as versions from '../../src/readings/versions.ts';
import { probeIn, ranOf, vmSaid } from './ran.ts';

const readings: Readonly<Record<string, (ran: Ran) => unknown>> = {
  instances: instances.readInstances,
  tasks: tasks.readTasks,
  task: tasks.readTask,
  locks: locks.readLocks,
  cck: cck.readProblems,
  environment: environment.readEnvironment,
  deployments: environment.readDeployments,
  resurrection: environment.readResurrection,
  ssh: ssh.readVms,
  vm: ssh.readVm,
  members: members.readMembers,
  added: members.readAddedMember,
  find: govc.readFind,
  collect: govc.readCollect,
  probe: probeIn,
  again: ran => {
    const vm = ssh.readVm(ran);
    return isMissed(vm) ? vm : againOf(vm);
  },
  snapshot: readSnapshot,
  backup: bbr.readBackup,
  service: readService,
  boshVersion: versions.readBoshVersion,
  govcVersion: versions.readGovcVersion,
};

const shapes = [
  '{"Tables":[{"Content":"x","Rows":[{"instance":1}]}]}',
  '{"Tables":[{"Content":"x","Rows":[{}]}],"Lines":null}',
  '{"Tables":null}',
  '[{"Status":{"header":{"cluster_id":-1,"member_id":99999999999999999999999}}}]',
  '[{"name":"__proto__","val":{}}]',
  '@@ save\n@@ size\nx\n@@ member\nabsent\n@@ end',
  '{"id":1e400,"state":"done"}',
  '__proto__',
];
const printed = fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constantFrom(...shapes));
const anyRan = fc
  .record({
    stdout: printed,
    stderr: printed,
    exitCode: fc.constantFrom(0, 1, 137, null),
    end: fc.constantFrom(
      'exited' as const,
      'deadline' as const,
      'killed' as const,
      'not-started' as const,
      'lost' as const,
    ),
    tool: fc.constantFrom('bosh' as const, 'govc' as const, 'bbr' as const, 'curl' as const),
  })
  .map(each => ranOf(['bosh', '-d', 'x', 'instances', '--json'], each));

test.each(Object.entries(readings))(
  '%s never throws, and what it misses it says in both languages',
  (_name, read) => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyRan,
          fc.tuple(printed, fc.constantFrom(0, 1)).map(([text, exit]) => vmSaid(text, exit)),
        ),
        ran => {
          troubleOf(ran);
          const got = read(ran);
          if (!isMissed(got)) return;
          expect(got.unread.length).toBeGreaterThan(20);
          expect(got.words.en).toBe(got.unread);
          expect(got.words.ko).toMatch(/[가-힣]/);
        },
      ),
      { numRuns: 150 },
    );
  },
);

test('no reading takes nothing for an answer, nor half of one', () => {
  for (const [name, read] of Object.entries(readings)) {
    if (name === 'hash') continue; // null is its fact for "does not answer"
    expect(isMissed(read(ranOf(['bosh', 'x'], { stdout: '' }))), name).toBe(true);
    expect(
      isMissed(read(ranOf(['bosh', 'x'], { stdout: '{"Tables":[{"Content":"x","Ro' }))) || name === 'backup',
      name,
    ).toBe(true);
  }
});
