import { power } from '../../commands/govc.ts';
import type { Check } from '../../model/check.ts';
import { type Instance, shortInstance } from '../../model/instance.ts';
import { isMissed } from '../../readings/reading.ts';
import { isLoginFailure } from '../../readings/trouble-govc.ts';
import { josa, type Words, withMove } from '../../words.ts';
import { mastersNow, withOff } from '../bosh-table.ts';
import { established, withPower } from '../expected.ts';
import { departingChecks } from '../gates.ts';
import { joinedByItself } from '../joined-by-itself.ts';
import { nothingIsOff, powerOffId, powerOnId } from '../powered-off.ts';
import { theRightVm } from '../right-vm.ts';
import type { Proof, Step, StepContext } from '../runbook.ts';
import { check, fact, isHealthy, masterOf, targetOf, vmOf } from '../step-context.ts';
import { withoutQuorum } from './without-quorum.ts';

/** Looked for again it would be one more failed login, and accounts lock. */
const notLetIn = (context: StepContext, instance: Instance): Proof | null => {
  const found = context.vms[instance];
  return isLoginFailure(found) && isMissed(found) ? { state: 'broken', words: found.words } : null;
};

const notShown = (context: StepContext, instance: Instance): Proof => {
  const found = context.vms[instance];
  const why = isMissed(found) ? found.words : null;
  const power = vmOf(context, instance)?.power;
  return (
    notLetIn(context, instance) ?? {
      state: 'not-yet',
      words: why ?? {
        en: `vCenter shows ${power ?? 'nothing of it'}`,
        ko: `vCenter: ${power ?? '보이지 않음'}`,
      },
    }
  );
};

const victimJoined = (context: StepContext): boolean => isHealthy(targetOf(context));

const isOff = (context: StepContext, instance: Instance, order: Order): Proof => {
  const vm = vmOf(context, instance);
  if (vm?.power !== 'off') return notShown(context, instance);
  const facts = { instance, uuid: vm.instanceUuid, datacenter: vm.datacenter, cid: vm.cid };
  // With the second off nobody is asked whether the failed one has joined: nobody could answer.
  if (order === 'second')
    return {
      state: 'holds',
      words: {
        en: `${shortInstance(instance)} is off. There is no quorum until it is on again.`,
        ko: `${josa(shortInstance(instance), '이/가')} 꺼졌습니다. 다시 켤 때까지 쿼럼이 없습니다.`,
      },
      facts,
    };
  const joined = victimJoined(context);
  if (!joined && (context.secondsSinceEnd ?? 0) < context.settings.joinSeconds)
    return {
      state: 'not-yet',
      words: {
        en: 'it is off; watching whether the failed member joins',
        ko: '꺼졌습니다. 장애노드가 합류하는지 지켜보는 중',
      },
    };
  return {
    state: 'holds',
    words: joined
      ? {
          en: `${shortInstance(instance)} is off, and ${shortInstance(context.target)} has joined: this election was enough.`,
          ko: `${josa(shortInstance(instance), '이/가')} 꺼졌고 ${josa(shortInstance(context.target), '이/가')} 합류했습니다. 이번 리더 선출로 충분했습니다.`,
        }
      : {
          en: `${shortInstance(instance)} is off; ${shortInstance(context.target)} has not joined.`,
          ko: `${josa(shortInstance(instance), '이/가')} 꺼졌습니다. ${josa(shortInstance(context.target), '은/는')} 아직 합류하지 않았습니다.`,
        },
    facts: { ...facts, joined: joined ? 'yes' : 'no' },
  };
};

const quorumForNothing = (context: StepContext): Words | null =>
  victimJoined(context)
    ? withMove({
        en: `${shortInstance(context.target)} has joined already. This second power-off costs quorum, and the control plane, for nothing: leave it out.`,
        ko: `${josa(shortInstance(context.target), '이/가')} 이미 합류했습니다. 두 번째 전원 끄기는 이유 없이 쿼럼과 컨트롤 플레인을 잃게 합니다. 건너뛰세요.`,
      })
    : null;

const resurrectionOff = (context: StepContext): Check =>
  check(
    'resurrection',
    context.seen.resurrection === 'off' || fact(context, 'resurrection-off', 'state') === 'off',
    {
      en: `resurrection is ${context.seen.resurrection}; on, it would recreate a master that is off`,
      ko: `resurrection: ${context.seen.resurrection}. 켜져 있으면 꺼진 마스터를 재생성합니다`,
    },
  );

type Order = 'first' | 'second';

const whenOff =
  (instance: Instance) =>
  (context: StepContext): StepContext => {
    const vm = vmOf(context, instance);
    return vm === null
      ? context
      : established(withPower(context, instance, 'off'), powerOffId(instance), {
          instance,
          uuid: vm.instanceUuid,
          datacenter: vm.datacenter,
        });
  };

export const powerOffStep = (instance: Instance, order: Order): Step => ({
  id: powerOffId(instance),
  version: order === 'first' ? 2 : 3,
  kind: 'change',
  title: {
    en: `Power off healthy ${shortInstance(instance)} (${order})`,
    ko: `정상 ${shortInstance(instance)} 전원 끄기 (${order === 'first' ? '첫 번째' : '두 번째'})`,
  },
  risk:
    order === 'first'
      ? {
          en: 'Forces an election: writes pause 1 to 4 s, and one healthy member is left of the two.',
          ko: '리더를 다시 선출하느라 쓰기가 1~4초 멈추고, 정상 2대 중 1대만 남습니다.',
        }
      : {
          en: 'Quorum is lost: writes stop from here until a power-on, minutes on real VMs.',
          ko: '쿼럼을 잃습니다. 다시 켤 때까지 쓰기가 멈추며 실제 VM에서는 몇 분 걸립니다.',
        },
  before: { en: 'exactly this VM, resurrection off', ko: '정확히 이 VM, resurrection 꺼짐' },
  after: { en: 'vCenter shows it off', ko: 'vCenter에서 꺼짐' },
  needs: order === 'first' ? ['vms', 'hash', 'second-look'] : ['vms'],
  proofNeeds: order === 'first' ? ['vms'] : ['alone', `vm ${instance}`],
  ...(order === 'second' ? withoutQuorum(instance, whenOff(instance)) : {}),
  skippable: order === 'second',
  placeholder: {
    en: 'govc vm.power -off -dc=<datacenter> -vm.uuid <uuid, read from vCenter right before>',
    ko: 'govc vm.power -off -dc=<datacenter> -vm.uuid <직전에 vCenter에서 읽은 uuid>',
  },
  takesDown: () => [instance],
  guards: context => [
    ...departingChecks(context, order),
    theRightVm(context, instance),
    resurrectionOff(context),
  ],
  skip: context =>
    vmOf(context, instance)?.power === 'off'
      ? { en: 'it is off already', ko: '이미 꺼져 있습니다' }
      : // After the first power-off it has not joined by itself: whether the second is left out says a person.
        nothingIsOff(context)
        ? joinedByItself(context)
        : null,
  ...(order === 'second'
    ? {
        offerSkip: quorumForNothing,
        table: (context, before) => mastersNow(context) ?? (before && withOff(before, instance)),
      }
    : {}),
  act: context => {
    const vm = vmOf(context, instance);
    return vm && power('off', vm.datacenter, vm.instanceUuid);
  },
  undo: {
    trace: context => {
      const vm = vmOf(context, instance);
      return vm && { instance, uuid: vm.instanceUuid, datacenter: vm.datacenter };
    },
    steps: () => [{ ...powerOnStep(instance, 'second', `undo-${powerOnId(instance)}`), skippable: true }],
  },
  proof: context => isOff(context, instance, order),
});

const isBack = (context: StepContext, instance: Instance): Proof => {
  const vm = vmOf(context, instance);
  if (vm?.power !== 'on') return notShown(context, instance);
  return isHealthy(masterOf(context, instance))
    ? {
        state: 'holds',
        words: {
          en: `${shortInstance(instance)} is on and its etcd is healthy.`,
          ko: `${josa(shortInstance(instance), '이/가')} 켜졌고 etcd가 정상입니다.`,
        },
      }
    : {
        state: 'not-yet',
        words: {
          en: `${shortInstance(instance)} is on; its etcd is not healthy yet`,
          ko: `${josa(shortInstance(instance), '이/가')} 켜졌고 etcd는 아직 정상이 아님`,
        },
      };
};

/** By the uuid recorded when this run powered it off: a name could match another VM by now. `order`: the first brings the
 *  quorum back. */
export const powerOnStep = (instance: Instance, order: Order, id = powerOnId(instance)): Step => ({
  id,
  version: order === 'first' ? 2 : 1,
  kind: 'change',
  undoes: powerOffId(instance),
  title: { en: `Power on ${shortInstance(instance)}`, ko: `${shortInstance(instance)} 전원 켜기` },
  risk: {
    en: 'Raises the number of members. Most advanced first: the last one powered off comes back first.',
    ko: '멤버 수를 늘립니다. 가장 앞선 멤버부터, 즉 마지막에 끈 것을 먼저 켭니다.',
  },
  before: { en: 'this run powered it off', ko: '이번 복구가 껐음' },
  after: { en: 'on, and its etcd healthy', ko: '켜졌고 etcd 정상' },
  needs: order === 'first' ? ['alone', `vm ${instance}`] : ['vms'],
  ...(order === 'first' ? withoutQuorum(instance, context => withPower(context, instance, 'on')) : {}),
  proofNeeds: ['vms'],
  placeholder: {
    en: 'govc vm.power -on -dc=<datacenter> -vm.uuid <uuid recorded at power-off>',
    ko: 'govc vm.power -on -dc=<datacenter> -vm.uuid <끌 때 기록한 uuid>',
  },
  guards: context => [
    check('uuid', fact(context, powerOffId(instance), 'uuid') !== null, {
      en: `uuid ${fact(context, powerOffId(instance), 'uuid') ?? 'was not recorded'}`,
      ko: `uuid ${fact(context, powerOffId(instance), 'uuid') ?? '기록되지 않음'}`,
    }),
    check(
      'login',
      !notLetIn(context, instance),
      notLetIn(context, instance)?.words ?? { en: 'vCenter lets the bot in', ko: 'vCenter 로그인 가능' },
    ),
  ],
  skip: context =>
    vmOf(context, instance)?.power === 'on'
      ? { en: 'vCenter shows it on already', ko: 'vCenter에서 이미 켜져 있습니다' }
      : fact(context, powerOffId(instance), 'uuid') === null
        ? { en: 'this run did not power it off', ko: '이번 복구에서 끄지 않았습니다' }
        : null,
  act: context => {
    const [uuid, datacenter] = [
      fact(context, powerOffId(instance), 'uuid'),
      fact(context, powerOffId(instance), 'datacenter'),
    ];
    return uuid && datacenter ? power('on', datacenter, uuid) : null;
  },
  ...(order === 'second' ? { table: mastersNow } : {}),
  proof: context => isBack(context, instance),
});
