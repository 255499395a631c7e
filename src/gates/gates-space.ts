import { laggard } from '../cluster/lag.ts';
import { standingOf } from '../cluster/quorum.ts';
import { isSmall, smallEnough, spaceOf } from '../cluster/space.ts';
import { shortInstance } from '../model/instance.ts';
import { text } from '../words.ts';
import type { PreGate } from './gate.ts';
import { snapshotTaken } from './gates-act.ts';
import { noIgnored, quietDeployment } from './gates-deployment.ts';

const mayFree: PreGate = {
  name: 'space-proof',
  title: text(
    'the members agree, NOSPACE is the only alarm, history or fragments fill the db, and each disk has room for a defrag',
    '멤버 일치, 알람은 NOSPACE뿐, 이력 또는 단편화로 db가 찬 상태, 각 디스크에 defrag 공간 있음',
  ),
  why: (_seen, { verdict }) => {
    if (verdict.allowed.includes('free-space')) return null;
    const why = verdict.disallowed['free-space'] ?? verdict.sentence;
    return text(`the verdict is ${verdict.name}: ${why.en}`, `판정은 ${verdict.name}입니다: ${why.ko}`);
  },
};

const keepsUp: PreGate = {
  name: 'caught-up',
  title: text('no member lags, by two looks', '두 번의 점검에서 뒤처진 멤버 없음'),
  why: seen => {
    const { healthy } = standingOf(seen);
    const once = healthy.filter(each => !each.twice).length;
    if (once > 0)
      return text(
        `${healthy.length - once} of ${healthy.length} members were looked at twice; look again`,
        `멤버 ${healthy.length}대 중 ${healthy.length - once}대만 두 번 확인했습니다. 다시 점검하세요`,
      );
    const late = laggard(healthy);
    if (late === null) return null;
    const who = shortInstance(late.member.master.instance);
    return text(
      `${who} is ${late.behind} entries behind; wait`,
      `${who} ${late.behind}건 뒤처짐. 기다리세요`,
    );
  },
};

/** Before each act that frees space: none of them lowers the number of members. */
export const spaceGates: readonly PreGate[] = [quietDeployment, noIgnored, mayFree, keepsUp, snapshotTaken];

/** Disarmed before all of them are small the alarm is back with the next write, whoever is too big. */
export const allSmall: PreGate = {
  name: 'all-small',
  title: text('every db is below 80 % of its quota', '모든 db가 quota의 80% 미만'),
  why: seen => {
    const large = standingOf(seen)
      .healthy.map(spaceOf)
      .filter(each => !isSmall(each));
    const [first] = large;
    return first === undefined
      ? null
      : text(
          `${large.length} are not small yet: ${shortInstance(first.instance)} has ${first.size ?? 'unknown'} bytes, below ${smallEnough(first) ?? 'an unknown number'} is small`,
          `아직 작아지지 않은 db ${large.length}개: ${shortInstance(first.instance)} ${first.size ?? '알 수 없음'} bytes, 기준 ${smallEnough(first) ?? '알 수 없음'} bytes 미만`,
        );
  },
};
