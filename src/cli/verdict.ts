import { same } from '../words.ts';
import type { CliVerb } from './verb.ts';

export const verdict: CliVerb = {
  usage: 'verdict [--check] FILE.json',
  help: {
    en: `The verdict on recorded observations, as JSON. It reads FILE and nothing else; docs/observations.md shows both formats.
--check    FILE holds cases, each with its right verdict: {"cases", "wrong", "wrongs"}, and exit code 1 while one is wrong`,
    ko: `기록해 둔 관측값의 진단을 JSON으로 출력합니다. FILE만 읽습니다. 두 형식은 docs/observations.md에 있습니다.
--check    FILE은 정답이 적힌 사례 목록입니다. {"cases", "wrong", "wrongs"}를 출력하고, 틀린 사례가 있으면 종료 코드 1입니다`,
  },
  options: { check: { type: 'boolean' } },
  takes: [1, 1],
  run: async ([file = ''], { check }) => {
    const { answerInFile } = await import('./verdict-answer.ts');
    const answer = await answerInFile(file, check === true);
    return 'why' in answer
      ? { why: typeof answer.why === 'string' ? same(answer.why) : answer.why }
      : { out: same(answer.json), code: answer.code };
  },
};
