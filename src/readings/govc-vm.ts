import { z } from 'zod';
import type { Ran } from '../model/command.ts';
import { type Json, parseJson } from './json.ts';
import { isMissed, missed, type Reading } from './reading.ts';
import { notUnderstood, troubleOf } from './trouble.ts';

/** Where vCenter keeps a VM. */
type VmFound = { readonly moref: string; readonly path: string; readonly datacenter: string };

/** `govc find -json -l -i`: `moref\tpath`, every VM of that name in every datacenter; none is `null` and exit 0. */
export const readFind = (ran: Ran): Reading<readonly VmFound[]> => {
  const parsed = z.array(z.string()).nullable().safeParse(parseJson(ran.stdout));
  const trouble = troubleOf(ran);
  if (trouble !== null) return missed(trouble.words, trouble.name);
  if (!parsed.success || ran.exitCode !== 0)
    return notUnderstood(ran, { en: 'a list of VMs', ko: 'VM 목록' });
  const found = (parsed.data ?? []).map(line => {
    const [moref = '', path = ''] = line.split('\t');
    return { moref, path, datacenter: path.split('/')[1] ?? '' };
  });
  const odd = found.find(vm => !vm.moref.startsWith('VirtualMachine:') || !vm.path.startsWith('/'));
  return odd === undefined
    ? found
    : notUnderstood(ran, { en: 'morefs with their paths', ko: 'moref와 경로' });
};

/** Exactly one VM of that name, or why not. */
export const oneVm = (cid: string, found: Reading<readonly VmFound[]>): Reading<VmFound> => {
  if (isMissed(found)) return found;
  const [vm, ...others] = found;
  if (vm !== undefined && others.length === 0) return vm;
  return missed(
    vm === undefined
      ? {
          en: `vCenter has no VM named ${cid}. It was deleted or renamed, or the account does not see its folder; read the CID from the Director again.`,
          ko: `vCenter에 ${cid} VM이 없습니다. 삭제·이름 변경되었거나 계정에 폴더 권한이 없습니다. Director에서 CID를 다시 조회하세요.`,
        }
      : {
          en: `vCenter has ${found.length} VMs named ${cid} (${found.map(each => each.path).join(', ')}). A person has to say which is BOSH's.`,
          ko: `vCenter에 이름이 ${cid}인 VM이 ${found.length}개 있습니다(${found.map(each => each.path).join(', ')}). 어느 것이 BOSH의 VM인지 사람이 확인해야 합니다.`,
        },
  );
};

export type VmObservation = {
  readonly name: string;
  readonly power: 'on' | 'off' | 'suspended';
  readonly connected: boolean;
  /** vCenter waits for somebody to answer a question. */
  readonly question: boolean;
  readonly instanceUuid: string;
  readonly template: boolean;
  /** null while powered off or without VMware Tools. */
  readonly ip: string | null;
};

/** govc before 0.31 writes Pascal keys, later ones camel: keys are read without their case. */
const lowerKeys = (json: Json): Json => {
  if (Array.isArray(json)) return json.map(lowerKeys);
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key.toLowerCase(), lowerKeys(value)]),
  );
};
const collected = z.array(z.object({ name: z.string(), val: z.unknown().optional() })).min(1);
const powers = { poweredOn: 'on', poweredOff: 'off', suspended: 'suspended' } as const;
const facts = z.object({
  name: z.string(),
  'runtime.powerState': z.enum(['poweredOn', 'poweredOff', 'suspended']).transform(state => powers[state]),
  'runtime.connectionState': z.string(),
  'runtime.question': z.unknown().optional(),
  'config.instanceUuid': z.string(),
  'config.template': z.boolean().nullish(),
  'guest.ipAddress': z.string().nullish(),
});

/** `govc object.collect -json MOREF …`. An unset property has val null on vcsim and may be absent on a real vCenter. */
export const readCollect = (ran: Ran): Reading<VmObservation> => {
  const trouble = troubleOf(ran);
  if (trouble !== null) return missed(trouble.words, trouble.name);
  const json = parseJson(ran.stdout);
  const list = collected.safeParse(json === undefined ? json : lowerKeys(json));
  const parsed = facts.safeParse(
    Object.fromEntries(list.success ? list.data.map(each => [each.name, each.val]) : []),
  );
  if (!parsed.success || ran.exitCode !== 0)
    return notUnderstood(ran, { en: "one VM's properties", ko: 'VM 속성' });
  const vm = parsed.data;
  return {
    name: vm.name,
    power: vm['runtime.powerState'],
    connected: vm['runtime.connectionState'] === 'connected',
    question: vm['runtime.question'] !== null && vm['runtime.question'] !== undefined,
    instanceUuid: vm['config.instanceUuid'],
    template: vm['config.template'] === true,
    ip: vm['guest.ipAddress'] ?? null,
  };
};
