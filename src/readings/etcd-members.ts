import type { MemberListed } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import { readVm } from './bosh-ssh.ts';
import { isMissed, missed, type Reading } from './reading.ts';

/** `id, status, name, peer URLs, client URLs` on 3.3, and `, is learner` on 3.4. Several URLs are joined by a comma
 *  without a space. */
const lineOf = (line: string): MemberListed | null => {
  const [id = '', status = '', name, peers, clients, learner] = line.trimStart().split(', ');
  if (!/^[0-9a-f]{1,16}$/.test(id) || !/^(started|unstarted)$/.test(status)) return null;
  if (name === undefined || peers === undefined || clients === undefined) return null;
  return {
    id: id.replace(/^0+(?=.)/, ''),
    name: status === 'unstarted' ? '' : name.trim(),
    peerUrls: peers
      .split(',')
      .map(url => url.trim())
      .filter(Boolean),
    learner: learner?.trim() === 'true',
  };
};

/** `etcdctl member list`; null when no line is a member. An unstarted one has an empty name (its line ends in commas). */
export const membersOf = (text: string): readonly MemberListed[] | null => {
  const members = text
    .split(/\r?\n/)
    .map(line => lineOf(line.replace(/,\s*$/, ', ')))
    .filter(member => member !== null);
  return members.length === 0 ? null : members;
};

/** `bosh ssh … etcdctl member list`. Exported for its tests. */
export const readMembers = (ran: Ran): Reading<readonly MemberListed[]> => {
  const vm = readVm(ran);
  if (isMissed(vm)) return vm;
  return (
    membersOf(vm.stdout) ??
    missed({
      en: `etcdctl member list on ${vm.instance} listed nobody (exit ${vm.exitCode}). Run it on the VM by hand.`,
      ko: `${vm.instance} 의 \`etcdctl member list\` 결과에 멤버가 없습니다(exit ${vm.exitCode}). VM에서 직접 실행해 보세요.`,
    })
  );
};

/** `member add` prints the new id and the flags to start it with. */
export const readAddedMember = (ran: Ran): Reading<string> => {
  const vm = readVm(ran);
  if (isMissed(vm)) return vm;
  const id = /Member\s+([0-9a-f]{1,16}) added to cluster/.exec(vm.stdout)?.[1];
  return id ?? refusedByEtcd('member add', vm.instance, vm.stdout);
};

/** What etcdctl refused, in its own words. */
const refusedByEtcd = (verb: string, instance: string, said: string) => {
  const error = /Error: ?([^\n]+)/.exec(said)?.[1] ?? 'it printed no reason';
  return missed({
    en: `etcdctl ${verb} on ${instance} was refused: ${error}. Look at the members again before the next step.`,
    ko: `${instance} 의 etcdctl ${verb} 실행이 거부되었습니다: ${error}. 다음 단계 전에 멤버 상태를 다시 확인하세요.`,
  });
};
