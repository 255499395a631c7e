import { joined, text, type Words } from '../words.ts';
import { type AtHost, hostVerb } from './host.ts';
import type { Said } from './verb.ts';

const noBot = text(
  ' No bot is at work on this store now: start it, or nothing of this is carried out.',
  ' 지금 이 저장소에서 동작 중인 봇이 없습니다. 봇을 시작해야 실행됩니다.',
);
/** What was taken, and whether anybody carries it out. */
const taken = async (host: AtHost, words: Words, value: object): Promise<Said> => {
  const driven = await host.isDriven();
  return host.tell(true, driven ? words : text(words.en + noBot.en, words.ko + noBot.ko), {
    ...value,
    driven,
  });
};

/** By what it is decided that this person may: read within a day, shown with its age. */
const age = async ({ journal, config }: AtHost, id: string, cluster: string): Promise<Words> => {
  const { ruleOf } = await import('../app/approvers.ts');
  const rule = ruleOf(config, cluster);
  if (rule.ids.includes(id)) return text(' (you stand in APPROVERS)', ' (APPROVERS에 등록됨)');
  const { lastMembership } = await import('../app/memberships.ts');
  const last = await lastMembership(journal, rule, id);
  const minutes = Math.round((last?.ageMs ?? 0) / 60_000);
  return last
    ? text(` (by what Slack said of you ${minutes} min ago)`, ` (${minutes}분 전 Slack에서 확인한 권한 기준)`)
    : text('', '');
};

export const recoverVerb = hostVerb({
  usage: 'recover [CLUSTER] [--route gentle|original|CURE]',
  help: text(
    'Plans a recovery and writes it down; its cards go to CHANNEL when Slack is there. Each change waits for approval.',
    '복구 계획을 만들어 기록합니다. 카드는 Slack이 복구되면 CHANNEL에 올라갑니다. 변경 작업마다 승인을 받습니다.',
  ),
  takes: [0, 1],
  options: { route: { type: 'string' } },
  run: async ([cluster], host, { route }) => {
    const { by, desk, config, tell, whyNobody } = host;
    if (!by) return tell(false, whyNobody);
    if (!config.CHANNEL)
      return tell(
        false,
        text(
          'Set CHANNEL: a run needs a channel for its cards.',
          'CHANNEL을 설정하세요. 카드를 올릴 채널이 필요합니다.',
        ),
      );
    const request = {
      cluster: cluster ?? null,
      cure: typeof route === 'string' ? route : null,
      by,
      channel: config.CHANNEL,
    };
    const opened = await desk.recover(request);
    if (!opened.ok) return tell(false, opened.words, opened.run ? { run: opened.run } : {});
    await host.note(
      opened.run,
      text(
        `${by.name} asked for it on the command line of the bot's host.`,
        `${by.name} 님이 봇 호스트의 명령줄에서 요청했습니다.`,
      ),
    );
    const { startedWords } = await import('../messages/notices.ts');
    return taken(host, startedWords(opened.run), { run: opened.run });
  },
});

/** First what is asked, with a code; then the code. The same as `/pks approve` in Slack, with the same codes. */
const answering = (verb: 'approve' | 'skip' | 'again' | 'happened' | 'break-glass', help: Words, why = '') =>
  hostVerb({
    usage: `${verb} [RUN] [CODE]${why}`,
    help: text(
      `${help.en} Without CODE it shows what is asked and the code that answers just that.`,
      `${help.ko} CODE를 생략하면 지금 묻는 내용과, 그 내용에만 유효한 코드를 보여 줍니다.`,
    ),
    takes: [0, why ? 60 : 2],
    run: async ([run = null, code = null, ...said], host) => {
      const { by, desk, say, tell, whyNobody } = host;
      if (!by) return tell(false, whyNobody);
      const breaksGlass = verb === 'break-glass';
      const answer = breaksGlass ? 'approve' : verb;
      const typed = { run, answer, code, by, via: 'cli', breaksGlass, reason: said.join(' ') } as const;
      const found = await desk.typed(typed);
      if (!found.ok) return tell(false, found.words);
      if (!('shown' in found)) {
        const { counted, people, cluster, words } = found;
        const by24 = breaksGlass ? text('', '') : await age(host, by.id, cluster);
        return taken(host, joined([words, by24], ''), { counted, people });
      }
      const { askShown } = await import('../messages/ask-shown.ts');
      const { glass, wrong } = found;
      const value = { ok: true, run: found.shown.id, answer: verb, code: found.code, wrong, ...glass };
      return say(value, locale => askShown(found, locale), wrong ? 1 : 0);
    },
  });

export const approveVerb = answering(
  'approve',
  text('Approves what a run asks.', '복구가 묻는 명령을 승인합니다.'),
);
export const skipVerb = answering(
  'skip',
  text('Leaves out the step that a run asks about.', '묻고 있는 단계를 건너뜁니다.'),
  ' [WHY…]',
);
export const breakGlassVerb = answering(
  'break-glass',
  text(
    'One approval, yours, is enough until the run ends, for members of BREAK_GLASS_GROUP; everybody is told why. Two codes: the second is shown with the command, once more.',
    'BREAK_GLASS_GROUP 구성원이 복구가 끝날 때까지 본인 승인 1명으로 진행합니다. 사유는 모두에게 공지됩니다. 코드를 두 번 입력하며 두 번째는 명령을 다시 보여 준 뒤 받습니다.',
  ),
  ' [WHY…]',
);
export const againVerb = answering(
  'again',
  text('Tries again what a run stands at.', '멈춘 단계를 다시 시도합니다.'),
);
export const happenedVerb = answering(
  'happened',
  text('Says that it happened.', '실제로 수행되었다고 답합니다.'),
);

export const abortVerb = hostVerb({
  usage: 'abort [RUN]',
  help: text(
    'Starts no further step; what runs now is asked to stop.',
    '다음 단계를 시작하지 않고, 실행 중인 명령에는 취소를 요청합니다.',
  ),
  takes: [0, 1],
  run: async ([typed], host) => {
    const { by, desk, tell, whyNobody } = host;
    if (!by) return tell(false, whyNobody);
    const { runsMeant } = await import('../desk/runs-meant.ts');
    const live = await runsMeant(desk, typed ?? null);
    const { noLiveRunWords, whichRunWords } = await import('../messages/notices.ts');
    const [only, ...others] = live;
    if (only === undefined) return tell(false, noLiveRunWords('abort'));
    if (others.length > 0) return tell(false, whichRunWords(live, 'abort'));
    const run = await desk.run(only);
    const found = await desk.abort(only, by, 'cli', run?.started.channel);
    return found.ok ? taken(host, found.words, { run: only }) : tell(false, found.words);
  },
});

export const acceptJournalVerb = hostVerb({
  usage: 'accept-journal',
  help: text(
    'Where the bot says that its journal is gone, older or another one: go on with the one that is there.',
    '저널이 없어졌거나 오래되었거나 다르다고 봇이 알릴 때, 지금 저널로 계속합니다.',
  ),
  takes: [0, 0],
  run: async (_words, host) => {
    const { by, desk, tell, whyNobody } = host;
    if (!by) return tell(false, whyNobody);
    const found = await desk.acceptJournal(by, host.config.CHANNEL ?? '', 'cli');
    return found.ok ? taken(host, found.words, {}) : tell(false, found.words);
  },
});
