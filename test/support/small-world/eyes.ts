import type { Observer } from '../../../src/observe/observer.ts';
import { isMissed, missed } from '../../../src/readings/reading.ts';
import type { Settings, StepContext, VmHere } from '../../../src/runbooks/runbook.ts';
import { unseen } from '../../../src/runbooks/step-context.ts';
import { factsOf } from '../../../src/runs/steps.ts';
import { same } from '../../../src/words.ts';
import { away, type FencedHost } from './fenced-host.ts';
import { type Name, seenIn, type Truth } from './truth.ts';

const vmHere = (truth: Truth, instance: Name, cid: string, ip: string): VmHere => ({
  name: cid,
  power: truth.power[instance],
  connected: true,
  template: false,
  question: false,
  instanceUuid: instance.split('/')[1] ?? '',
  ip: truth.power[instance] === 'on' ? ip : null,
  cid,
  moref: 'vm-1',
  datacenter: 'dc1',
});

/** Looks at the truth itself; what real tools print and how it is read is shown by other suites. */
export const eyesOn = (truth: Truth, host: FencedHost, settings: Settings): Observer => {
  const look = async () => {
    const why = host.tell.away ? same(away) : truth.unreadable;
    return why ? missed(why) : seenIn(truth);
  };
  return {
    look,
    lastSeen: () => null,
    context: async (run, needs, secondsSinceEnd) => {
      const seen = await look();
      if (isMissed(seen)) return seen;
      const { deployment, target, cure, baseline } = run.started;
      const context: StepContext = {
        run: run.id,
        deployment,
        target,
        seen: needs.includes('alone') ? unseen(seen) : seen,
        cure,
        before: baseline,
        vms: Object.fromEntries(
          seen.masters.flatMap(m =>
            m.cid !== null && (needs.includes('vms') || needs.includes(`vm ${m.instance}`))
              ? [[m.instance, vmHere(truth, m.instance as Name, m.cid, m.ip)]]
              : [],
          ),
        ),
        problems: needs.includes('problems')
          ? [{ id: '1', type: 'missing_vm', description: 'VM missing', instance: target }]
          : null,
        service: null,
        canary: needs.includes('canary')
          ? Object.fromEntries(seen.masters.map(m => [m.instance, truth.canary]))
          : null,
        facts: factsOf(run),
        secondsSinceEnd,
        settings,
      };
      return context;
    },
    resurrection: async () => truth.resurrection,
    release: async () => {},
    longestWriteGapMs: () => 100,
  };
};
