import { z } from 'zod';
import { joined, josa, text, type Words, withMove } from '../words.ts';
import { findJson } from './json.ts';
import type { KnownTrouble } from './known-trouble.ts';

const document = z.object({
  Blocks: z.array(z.string()).nullish(),
  Lines: z.array(z.string()).nullish(),
});
/** --json prints fragments of events, one after the other. */
const printed = (said: string): string => {
  const parsed = document.safeParse(findJson(said));
  return parsed.success
    ? `${parsed.data.Blocks?.join('') ?? ''}\n${parsed.data.Lines?.join('\n') ?? ''}`
    : said;
};

const longest = 300;
/** The task's own line, else its last step's; what is indented below belongs to it. */
const reasonLines = [/Task \d+ \| [\d:]+ \| Error: (.+(?:\n[ \t]+(?!L )\S.*)*)/g, /\bL Error: (.+)/g];

/** Why a task failed, as the Director says it: the line `Error: …` of its output, on stdout; '' where it says nothing. */
const directorReason = (said: string): string => {
  const text = printed(said);
  const found = reasonLines
    .map(line => [...text.matchAll(line)].at(-1)?.[1])
    .find(each => each !== undefined);
  const reason = (found ?? '').replaceAll(/\s+/g, ' ').trim();
  return reason.length > longest ? `${reason.slice(0, longest - 1).trimEnd()}…` : reason;
};

type Move = { readonly says: RegExp; readonly words: (found: RegExpExecArray) => Words };
const moves: readonly Move[] = [
  {
    says: /ignored instance '?([\w-]+\/[\w-]+)/,
    words: ([, instance]) =>
      withMove({
        en: `Find out who ignored it and why; then run \`bosh unignore ${instance}\` and try again.`,
        ko: `누가 왜 ignore 했는지 확인하고 \`bosh unignore ${instance}\` 후 다시 시도하세요.`,
      }),
  },
  {
    says: /drain scripts? failed\. Failed Jobs: ([\w, -]+)/i,
    words: ([, jobs]) =>
      withMove({
        en: `The drain script of ${jobs} failed: look at /var/vcap/sys/log/${jobs?.split(',')[0]}/drain* on that VM, then try again.`,
        ko: `${jobs}의 drain 스크립트가 실패했습니다. 해당 VM의 /var/vcap/sys/log/${jobs?.split(',')[0]}/drain* 을 확인한 뒤 다시 시도하세요.`,
      }),
  },
  {
    says: /Timed out sending '?[\w-]+'? to ([\w-]+)/,
    words: ([, agent]) =>
      withMove({
        en: `Agent ${agent} does not answer: look which VM has it (\`bosh instances --details\`, Agent ID) and whether that VM is on, then try again.`,
        ko: `${josa(`agent ${agent}`, '이/가')} 응답하지 않습니다. \`bosh instances --details\`의 Agent ID로 VM을 찾아 전원을 확인한 뒤 다시 시도하세요.`,
      }),
  },
  {
    says: /CPI error .* in '(\w+)' CPI method/,
    words: ([, method]) =>
      withMove({
        en: `The cloud refused ${method}: look at that VM and its recent tasks in vCenter, then try again.`,
        ko: `클라우드가 ${method} 요청을 거부했습니다. vCenter에서 해당 VM과 최근 작업을 확인한 뒤 다시 시도하세요.`,
      }),
  },
  {
    says: /is not running after update\. Review logs for failed jobs: ([\w, -]+)/,
    words: ([, jobs]) => ({
      en: `Look at /var/vcap/sys/log/${jobs?.split(',')[0]} on that VM (failed: ${jobs}).`,
      ko: `해당 VM의 /var/vcap/sys/log/${jobs?.split(',')[0]} 로그를 확인하세요(실패: ${jobs}).`,
    }),
  },
];

const debug = (task: string): Words => ({
  en: `Read it with \`bosh task ${task} --debug\`, then look at the instances.`,
  ko: `\`bosh task ${task} --debug\`로 확인한 뒤 인스턴스 상태를 보세요.`,
});

const moveOf = (reason: string, task: string): Words => {
  for (const { says, words } of moves) {
    const found = says.exec(reason);
    if (found) return words(found);
  }
  return debug(task);
};

export const taskFailed: KnownTrouble = {
  name: 'task-failed',
  says: /Expected task '(\d+)' to succeed but state is '(\w+)'/,
  words: ({ 1: task = '?', 2: state = '?', input }) => {
    const reason = directorReason(input);
    const move = moveOf(reason, task);
    const why = reason && `: ${reason.replace(/\.$/, '')}`;
    const ended = text(
      `Director task ${task} ended as ${state}${why}.`,
      `Director의 ${josa(`task ${task}`, '이/가')} ${state} 상태로 끝났습니다${why}.`,
    );
    return joined([ended, move], ' ');
  },
};
