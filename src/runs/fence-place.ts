import type { FencePlace } from '../ports/jump-host.ts';
import type { Words } from '../words.ts';

const short = ({ id, host }: FencePlace): string => `${host} (${id.slice(0, 8)})`;

/**
 * Why a record that is missing, or burnt, where it was looked for proves nothing of an intent: it may lie behind another
 * fence. null where both are one and the same. The same folder after another boot is not: what comes back may be a copy
 * from before the act. A record that is there needs none of this, its claim's name is the run's own.
 */
export const otherFence = (meant: FencePlace | undefined, found: FencePlace | undefined): Words | null => {
  const nothing: Words = {
    en: 'no record of it is where it was looked for, which proves nothing',
    ko: '확인한 곳에 기록이 없지만, 그것만으로는 실행되지 않았다고 볼 수 없습니다',
  };
  const so = (en: string, ko: string): Words => ({ en: `${nothing.en}: ${en}`, ko: `${nothing.ko}: ${ko}` });
  if (meant === undefined)
    return so(
      'an earlier version of the bot began it and did not write down behind which fence',
      '이전 버전의 봇이 시작했고 어느 점프 호스트의 기록 폴더를 썼는지 남기지 않았습니다',
    );
  if (found === undefined)
    return so(
      `it was begun on ${short(meant)}, and the fence's folder that answers has no identity: it was emptied, or it is another one`,
      `${short(meant)}에서 시작했는데 지금 응답하는 기록 폴더에는 식별자가 없습니다. 비워졌거나 다른 폴더입니다`,
    );
  if (found.id !== meant.id)
    return so(
      `it was begun on ${short(meant)} and ${short(found)} answers now: the jump host was rebuilt, the folder was emptied or changed, or the name leads to two machines. It may have run there, or still be running`,
      `${short(meant)}에서 시작했는데 지금은 ${short(found)}에서 응답합니다. 점프 호스트가 새로 만들어졌거나, 폴더가 비워지거나 바뀌었거나, 한 이름이 두 서버를 가리킵니다. 그쪽에서 실행되었거나 실행 중일 수 있습니다`,
    );
  if (found.host !== meant.host)
    return so(
      `it was begun on ${meant.host} and ${found.host} answers now with the same folder, which may be a copy`,
      `${meant.host}에서 시작했는데 지금은 ${found.host}에서 같은 폴더로 응답합니다. 복사본일 수 있습니다`,
    );
  if (found.boot !== meant.boot)
    return so(
      `${meant.host} was started anew since it was begun, and its folder may have come back as it was before`,
      `시작한 뒤 ${meant.host} 서버가 재부팅되었고, 폴더가 그 이전 상태로 돌아왔을 수 있습니다`,
    );
  return null;
};
