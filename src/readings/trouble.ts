import type { Ran } from '../model/command.ts';
import { type Words, withMove } from '../words.ts';
import { aroundJson } from './json.ts';
import { lastLine, type Missed, missed, toolAndVerb } from './reading.ts';
import { boshTroubles } from './trouble-bosh.ts';
import { govcTroubles } from './trouble-govc.ts';

type Trouble = { readonly name: string; readonly words: Words };

const known = { bosh: boshTroubles, govc: govcTroubles, bbr: [], curl: [], etcdctl: [], sh: [] } as const;

/** How a command ended when it did not end by itself. */
const endTrouble = (ran: Ran, tool: string): Trouble | null => {
  const seconds = Math.round(ran.seconds);
  switch (ran.end) {
    case 'exited':
      return null;
    case 'not-started':
      return {
        name: 'not-started',
        words: {
          en: `${tool} did not start: ${ran.why ?? 'no reason was given'}. Run /pks doctor; install it on the jump host or put it on PATH.`,
          ko: `${tool} 실행이 시작되지 않았습니다: ${ran.why ?? '이유를 알 수 없음'}. /pks doctor 로 확인하고 점프 호스트에 설치하거나 PATH에 넣으세요.`,
        },
      };
    case 'deadline':
      return {
        name: 'deadline',
        words: withMove({
          en: `${tool} gave no end within ${seconds} s and was stopped. Look whether its server answers at all, then try again.`,
          ko: `${tool} 명령이 ${seconds}초 안에 끝나지 않아 중단했습니다. 서버가 응답하는지 확인한 뒤 다시 시도하세요.`,
        }),
      };
    case 'killed':
      return {
        name: 'killed',
        words: {
          en: `${tool} was killed on the jump host after ${seconds} s (${ran.why ?? 'by nobody known'}). What it started may still go on: look at the world before trying again.`,
          ko: `점프 호스트에서 ${tool} 프로세스가 ${seconds}초 만에 강제 종료되었습니다(${ran.why ?? '원인 불명'}). 시작된 작업은 계속될 수 있으니 실제 상태를 먼저 확인하세요.`,
        },
      };
    case 'lost':
      return {
        name: 'lost',
        words: {
          en: `The connection to the jump host went while ${tool} ran, so its end is unknown (${ran.why ?? 'no cause was given'}). Check the jump host; the bot looks again by itself.`,
          ko: `${tool} 실행 중 점프 호스트 연결이 끊겨 결과를 알 수 없습니다(${ran.why ?? '원인 불명'}). 점프 호스트를 확인하세요. 봇이 다시 확인합니다.`,
        },
      };
    default:
      return ran.end satisfies never;
  }
};

/** The trouble that a command's words tell, or null when it tells none. An exit code alone is no trouble. */
export const troubleOf = (ran: Ran): Trouble | null => {
  const tool = toolAndVerb(ran);
  const ended = endTrouble(ran, tool);
  if (ended !== null) return ended;
  const said = `${ran.stdout}\n${ran.stderr}`;
  for (const trouble of known[ran.command.tool]) {
    const found = trouble.says.exec(said);
    if (found !== null) return { name: trouble.name, words: trouble.words(found, tool) };
  }
  return null;
};

const beside = (asked: string, tool: string, notice: string): Words => ({
  en: `${asked} answered, with other lines around its JSON (${notice}). A wrapper called ${tool}, or a login profile on the jump host, writes it to stdout; let it write to stderr or nothing, then look again.`,
  ko: `${asked} 응답의 JSON 앞뒤에 다른 줄이 섞여 있습니다(${notice}). ${tool} 래퍼 스크립트나 점프 호스트의 로그인 프로파일이 stdout에 쓴 것입니다. stderr로 보내거나 출력하지 않게 한 뒤 다시 조회하세요.`,
});

/** Why an answer is not what was asked for: the known trouble, else what the tool said last. */
export const notUnderstood = (ran: Ran, expected: Words): Missed => {
  const trouble = troubleOf(ran);
  if (trouble !== null) return missed(trouble.words, trouble.name);
  const tool = toolAndVerb(ran);
  const notice = aroundJson(ran.stdout);
  if (notice !== null) return missed(beside(tool, ran.command.tool, lastLine(notice)));
  const said = lastLine(ran.stderr) || lastLine(ran.stdout);
  const rc = ran.exitCode ?? '-';
  return missed(
    said === ''
      ? {
          en: `${tool} printed nothing (exit ${rc}) where ${expected.en} was expected. Run the same line on the jump host by hand.`,
          ko: `${tool} 출력이 비어 있습니다(exit ${rc}, 기대한 출력: ${expected.ko}). 같은 명령을 점프 호스트에서 직접 실행해 보세요.`,
        }
      : {
          en: `${tool} (exit ${rc}) printed something other than ${expected.en}: "${said}". Run the same line on the jump host by hand.`,
          ko: `${tool}(exit ${rc}) 출력이 예상과 다릅니다(기대한 출력: ${expected.ko}): "${said}". 같은 명령을 점프 호스트에서 직접 실행해 보세요.`,
        },
  );
};
