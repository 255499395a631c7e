import type { Check } from '../model/check.ts';
import type { Instance } from '../model/instance.ts';
import type { VmObservation } from '../readings/govc-vm.ts';
import { isMissed } from '../readings/reading.ts';
import { josa, type Words, withMove } from '../words.ts';
import type { StepContext, VmHere } from './runbook.ts';
import { check, masterOf, survivors } from './step-context.ts';

type Wrong = Words | null;

/** Off, a VM has no address in vCenter; on and without one, nothing but its name says that it is BOSH's. */
const wrongAddress = ({ power, ip }: VmObservation, expected: readonly string[]): Wrong => {
  if (power !== 'on' || (ip !== null && expected.includes(ip))) return null;
  return ip === null
    ? withMove({
        en: 'it is on and vCenter shows no address of it, so nobody can tell that it is the right one; check VMware Tools in it, then try again',
        ko: '켜져 있는데 vCenter에 IP가 보이지 않아 맞는 VM인지 확인할 수 없습니다. VM의 VMware Tools를 확인한 뒤 다시 시도하세요',
      })
    : {
        en: `address ${ip} is not ${expected.join(' or ') || 'any that BOSH knows'}`,
        ko: `IP ${ip}: BOSH의 ${josa(expected.join(', ') || '-', '과/와')} 다릅니다`,
      };
};

const whatIsWrong = (context: StepContext, instance: Instance, vm: VmHere): readonly Words[] => {
  const master = masterOf(context, instance);
  const { datacenter } = context.settings;
  const wrong: readonly Wrong[] = [
    vm.name === master?.cid
      ? null
      : {
          en: `name ${vm.name} is not ${master?.cid ?? 'any VM'}`,
          ko: `이름(${vm.name})이 BOSH의 CID(${master?.cid ?? '없음'})와 다릅니다`,
        },
    wrongAddress(vm, master?.ips ?? (master?.ip ? [master.ip] : [])),
    vm.connected ? null : { en: 'its host is not connected', ko: 'ESXi 호스트가 연결되어 있지 않습니다' },
    vm.template ? { en: 'it is a template', ko: '템플릿입니다' } : null,
    vm.question
      ? {
          en: 'vCenter waits for an answer to a question',
          ko: 'vCenter가 질문에 대한 답을 기다리고 있습니다',
        }
      : null,
    datacenter && vm.datacenter !== datacenter
      ? {
          en: `datacenter ${vm.datacenter} is not ${datacenter}`,
          ko: `datacenter ${vm.datacenter}: 설정된 ${josa(datacenter, '과/와')} 다릅니다`,
        }
      : null,
  ];
  return wrong.filter(each => each !== null);
};

/** Exactly this VM: name, address, datacenter, no template and no question open (docs/evidence.md#one-vm). */
export const theRightVm = (context: StepContext, instance: Instance): Check => {
  const found = context.vms[instance];
  if (found === undefined)
    return check('vm', false, { en: 'vCenter was not read', ko: 'vCenter를 읽지 않음' });
  if (isMissed(found)) return check('vm', false, found.words);
  const wrong = whatIsWrong(context, instance, found);
  if (wrong.length === 0)
    return check('vm', true, {
      en: `vCenter has exactly one VM ${found.cid}, ${found.power}, uuid ${found.instanceUuid}`,
      ko: `vCenter에 VM ${found.cid} 정확히 1대, ${found.power}, uuid ${found.instanceUuid}`,
    });
  return check('vm', false, {
    en: `${found.cid} in vCenter: ${wrong.map(w => w.en).join('; ')}`,
    ko: `vCenter의 ${found.cid}: ${wrong.map(w => w.ko).join('; ')}`,
  });
};

/** They are powered off later on: whether vCenter lets us in and knows them is found out before anything is destroyed. */
export const vcenterKnowsSurvivors = (context: StepContext): Check => {
  const checks = survivors(context).map(({ instance }) => theRightVm(context, instance));
  const wrong = checks.find(({ ok }) => !ok);
  return check(
    'vcenter',
    wrong === undefined,
    wrong?.words ?? {
      en: `vCenter shows the VMs of ${checks.length} healthy masters as BOSH does`,
      ko: `vCenter에 보이는 정상노드 ${checks.length}대의 VM이 BOSH와 일치`,
    },
  );
};
