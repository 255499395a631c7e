import type { Command } from '../model/command.ts';
import { oneCid } from './bosh.ts';

const govc = (effect: Command['effect'], deadlineSeconds: number, ...words: string[]): Command => ({
  tool: 'govc',
  argv: ['govc', ...words],
  effect,
  deadlineSeconds,
});

export const govcVersion = (): Command => govc('reads', 10, 'version');
/** Logs in and says which vCenter it is. */
export const about = (): Command => govc('reads', 30, 'about');
/** Every VM of that exact name in every datacenter, as `moref\tpath`; none is `null` and exit 0. */
export const find = (cid: string): Command =>
  govc('reads', 30, 'find', '-json', '-l', '-i', '/', '-type', 'm', '-name', oneCid(cid));
/** Fails loudly for a VM that is gone, unlike vm.info. */
export const collect = (moref: string): Command =>
  govc(
    'reads',
    30,
    'object.collect',
    '-json',
    moref,
    'name',
    'runtime.powerState',
    'runtime.connectionState',
    'runtime.question',
    'config.instanceUuid',
    'config.template',
    'guest.toolsRunningStatus',
    'guest.ipAddress',
  );
/** By instance uuid: a name could match several VMs and act on them all. Never -force: it turns failures into exit 0. */
export const power = (to: 'on' | 'off', datacenter: string, instanceUuid: string): Command =>
  govc('changes', 300, 'vm.power', `-${to}`, `-dc=${datacenter}`, '-vm.uuid', instanceUuid);
