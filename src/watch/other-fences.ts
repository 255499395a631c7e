import { josa, type Words } from '../words.ts';

/** Live bots on this store have another fence than this one, by name. */
export const heldWords = (otherFences: readonly string[]): Words => {
  const names = otherFences.join(', ');
  return {
    en: `Bots on this store stand behind different fences: ${names} uses another JUMP_HOST or another folder on it than this bot, or does not say (an older version). What one of them began the other could not find, and it would run twice. So this bot takes clicks, but starts and follows nothing until only bots with one folder are left: stop one, or give all of them the same ssh JUMP_HOST and JUMP_HOST_FOLDER.`,
    ko: `이 저장소의 봇들이 서로 다른 점프 호스트 기록 폴더를 사용합니다. ${josa(names, '이/가')} 이 봇과 다른 JUMP_HOST 또는 다른 폴더를 쓰거나 알리지 않습니다(이전 버전). 한 봇이 시작한 명령을 다른 봇이 찾지 못해 두 번 실행될 수 있습니다. 그래서 이 봇은 클릭은 받지만 같은 폴더를 쓰는 봇만 남을 때까지 아무것도 시작하거나 진행하지 않습니다. 한쪽을 중지하거나 모두 같은 ssh JUMP_HOST와 JUMP_HOST_FOLDER로 설정하세요.`,
  };
};
