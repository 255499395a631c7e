import type { ListedVm } from '../../foundation/vcenter/inventory.ts';
import { Fault, soapFault, Usage } from './fault.ts';
import { type Call, vmsMeant } from './search.ts';

type Action = {
  readonly flag: string;
  readonly says: string;
  readonly to: 'on' | 'off';
  readonly guest?: true;
};
const actions: readonly Action[] = [
  { flag: 'on', says: 'Powering on', to: 'on' },
  { flag: 'off', says: 'Powering off', to: 'off' },
  { flag: 's', says: 'Shutdown guest', to: 'off', guest: true },
  { flag: 'r', says: 'Reboot guest', to: 'on', guest: true },
  { flag: 'reset', says: 'Reset', to: 'on' },
];

/**
 * Acts on every VM that the words mean, one after another, and stops at the first failure. -force turns a failed task
 * into exit 0, which is why the bot never gives it (docs/evidence.md#powering-a-vm).
 */
export const vmPower = async (call: Call): Promise<void> => {
  const { given, print } = call;
  const [action, ...more] = actions.filter(({ flag }) => given.on(flag));
  if (action === undefined || more.length > 0) throw new Usage('Usage: govc vm.power [OPTIONS] NAME...');
  const say = given.on('json') ? () => {} : print;
  for (const vm of await vmsMeant(call)) {
    say(`${action.says} VirtualMachine:${vm.moref}... `);
    const fault = await act(call, vm, action);
    if (fault === null) say('OK\n');
    else if (given.on('force') && action.guest === undefined) say(`Error: ${fault.message}\n`);
    else throw fault;
  }
};

const act = async (call: Call, vm: ListedVm, action: Action): Promise<Fault | null> => {
  const isOff = vm.powerState !== 'poweredOn';
  const isRestart = action.flag === 'r' || action.flag === 'reset';
  if (action.guest === true && isOff) return soapFault('InvalidPowerState');
  if (isRestart && !isOff) {
    await order(call, vm, 'off');
    return order(call, vm, 'on');
  }
  return order(call, vm, isRestart ? 'off' : action.to);
};

const order = async (call: Call, vm: ListedVm, to: 'on' | 'off'): Promise<Fault | null> => {
  const wait = call.given.value('wait') !== 'false';
  const answer = await call.client.power({ moref: vm.moref, to, wait });
  if (answer.outcome === 'ok') return null;
  if (answer.outcome === 'gone')
    return soapFault('The object has already been deleted or has not been completely created');
  return new Fault(answer.words, {
    fault: { requestedState: answer.requested, existingState: answer.existing },
    localizedMessage: answer.words,
    Description: null,
  });
};
