import { standingOf } from '../cluster/quorum.ts';
import { names } from '../cluster/sentences.ts';
import { expiredOf } from '../cluster/silence.ts';
import { diskProof } from '../cluster/stopped-disk.ts';
import { shortInstance } from '../model/instance.ts';
import { text, type Words } from '../words.ts';
import type { GateContext, PreGate } from './gate.ts';
import { noIgnored, quietDeployment } from './gates-deployment.ts';

/** Its turn comes when it is the most advanced of those that are stopped; a pair without the best could lose what only the
 *  best has. */
const inTurn = ({ verdict, target }: GateContext): Words | null => {
  const [next] = verdict.target;
  return next === target
    ? null
    : text(
        `${shortInstance(target)} is not the most advanced of the stopped members (${next === undefined ? 'none' : shortInstance(next)} is)`,
        `${shortInstance(target)}보다 앞선 멤버가 멈춰 있습니다(${next === undefined ? '없음' : shortInstance(next)})`,
      );
};

/** With quorum lost all disks have to be proven together; once two serve, they tell what the third one is. */
const mayStart: PreGate = {
  name: 'start-proof',
  title: text(
    'the data of this member are whole, and it is the most advanced of those that are stopped',
    '이 멤버의 데이터가 온전하고, 멈춘 멤버 중 가장 앞서 있음',
  ),
  why: (seen, context) => {
    const { verdict, target } = context;
    const master = seen.masters.find(each => each.instance === target);
    const proof = master && diskProof(seen, master);
    if (proof?.state !== 'whole')
      return (
        proof?.why ?? text(`${shortInstance(target)} was not seen`, `${shortInstance(target)} 확인 불가`)
      );
    if (verdict.name === 'quorum-stopped')
      return verdict.allowed.includes('start-quorum')
        ? inTurn(context)
        : (verdict.disallowed['start-quorum'] ?? verdict.sentence);
    const third = verdict.name === 'process-down' && verdict.target.includes(target);
    return third && standingOf(seen).healthy.length === 2
      ? null
      : text(
          `the verdict is ${verdict.name}: ${verdict.sentence.en}`,
          `판정은 ${verdict.name}입니다: ${verdict.sentence.ko}`,
        );
  },
};

const noneExpired: PreGate = {
  name: 'certificates',
  title: text('no certificate of etcd is known to have ended', '만료된 것으로 확인된 etcd 인증서 없음'),
  why: seen => {
    const ended = seen.masters.filter(master => expiredOf(master).length > 0);
    const [first] = ended.flatMap(expiredOf);
    if (first === undefined) return null;
    return text(
      `certificates of ${names(ended.map(each => each.instance))} have ended (${first.file}, ${first.until}): no member would find the others; renew them first`,
      `${names(ended.map(each => each.instance))}의 인증서가 만료되었습니다(${first.file}, ${first.until}). 시작해도 서로 연결할 수 없으니 먼저 갱신하세요`,
    );
  },
};

/** Before each start of a member that is stopped: it lowers the number of healthy members nowhere. */
export const startGates: readonly PreGate[] = [quietDeployment, noIgnored, noneExpired, mayStart];
