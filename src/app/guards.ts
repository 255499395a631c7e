import { createHash } from 'node:crypto';
import { anchorsIn } from '../adapters/slack/anchors.ts';
import type { Slack } from '../adapters/slack/app.ts';
import type { Journal } from '../ports/journal.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import type { Keys } from '../record/keys.ts';
import type { RunEvent } from '../runs/events.ts';
import { type ConnectionWatchOptions, type Counts, watchConnections } from '../watch/connections.ts';
import { watchHeld } from '../watch/held.ts';
import { heldWords } from '../watch/other-fences.ts';
import { whyOtherKey } from '../watch/other-key.ts';
import { type PresenceOptions, startPresence } from '../watch/presence.ts';
import type { Words } from '../words.ts';
import { type Announcement, announcement, type Telling } from './announce.ts';
import { whyOtherJournal } from './other-journal.ts';

const foreignWords = ({ connections, known }: Counts): Words => ({
  en: `Slack counts ${connections} connections with this bot’s app token where the bots on this store hold ${known}: somebody else uses the token and takes clicks that nobody here sees. This bot takes no clicks from now on, also when it is started again. Revoke the token and set the new one as SLACK_APP_TOKEN; or find the other bot, stop it, and run "npm run -s pks -- token-is-ours". Then start this bot; runs and approvals are kept.`,
  ko: `Slack에서 이 봇의 app token 연결이 ${connections}개인데 이 저장소의 봇이 가진 연결은 ${known}개입니다. 다른 누군가가 token을 사용해 클릭을 가져가고 있습니다. 이 봇은 이제 클릭을 받지 않으며 다시 시작해도 받지 않습니다. token을 폐기하고 새 token을 SLACK_APP_TOKEN에 설정하세요. 또는 상대 봇을 찾아 중지하고 "npm run -s pks -- token-is-ours"를 실행하세요. 그런 다음 이 봇을 시작하세요. 복구와 승인은 보존됩니다.`,
});

/** Under which the verdict is kept: a bot that is started again by itself must not take clicks for another minute. */
export const foreignKey = 'stranger';

/** Names the token without being it: a new one is under no verdict. */
const nameOf = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 16);

/** A bot on this store has found a foreign connection on this very token. */
export class ForeignConnection extends Error {
  override readonly name = 'StrangerOnToken';
}

/** Rejects, and closes the journal, where this bot may not connect. */
export const refuseStrangers = async (
  journal: Pick<Journal<RunEvent>, 'recall' | 'close'>,
  token: string,
): Promise<void> => {
  const kept = await journal.recall(foreignKey);
  if (typeof kept !== 'object' || kept === null || Reflect.get(kept, 'token') !== nameOf(token)) return;
  await journal.close();
  const at = new Date(Number(Reflect.get(kept, 'at'))).toISOString().slice(0, 19).replace('T', ' ');
  throw new ForeignConnection(
    `At ${at} UTC a bot found that somebody else uses this SLACK_APP_TOKEN, so this one does not connect. Set a new token; or stop the other bot and run "npm run -s pks -- token-is-ours".`,
  );
};

type Guarded = {
  readonly slack: Slack;
  readonly token: string;
  readonly journal: Journal<RunEvent>;
  /** Of this bot among the bots on its store. */
  readonly name: string;
  /** Its fence, and which processes are gone. */
  readonly own?: PresenceOptions;
  /** What it signs answers with; `known` is told what else the store has been signed with. */
  readonly keys?: Keys;
  readonly known?: (id: string) => void;
  /** Beside whose fence's folder it is kept how far the journal was written. */
  readonly jumpHost?: Pick<JumpHost, 'name' | 'readHead' | 'keepHead'>;
  /** How often it is looked; a test has no minutes. */
  readonly pace?: Pick<ConnectionWatchOptions, 'lookMs' | 'looks' | 'countEvery'>;
};

/** Longer than one try; whoever it is about must not wait for Slack to come back. */
const sayMs = 12_000;

const oneFence: Words = {
  en: 'Every bot on this store has the same fence again: this bot goes on with its runs.',
  ko: '이 저장소의 모든 봇이 다시 같은 기록 폴더를 사용합니다. 이 봇이 복구를 이어서 진행합니다.',
};
const oneKey: Words = {
  en: 'No other bot on this store signs with another key any more: this bot takes clicks again.',
  ko: '이 저장소에 다른 키로 서명하는 봇이 더 이상 없습니다. 이 봇이 다시 클릭을 받습니다.',
};
const comparedMs = 2_000;
const comparing: Words = {
  en: 'The bot is still comparing its journal with what the jump host and the channel know of it, and starts nothing until then. Try again in a minute.',
  ko: '점프 호스트와 채널의 기록으로 저널을 아직 확인하고 있어 시작하지 않습니다. 1분 뒤 다시 시도하세요.',
};
const oneJournal: Words = {
  en: 'A person said that this journal is the right one: the bot goes on with what is in it.',
  ko: '현재 저널이 맞다고 확인되었습니다. 봇이 이 저널을 기준으로 진행합니다.',
};
/** What stands in the channel while this bot drives nothing, and says by itself when that is over. */
const tellingHeld = (telling: Telling, over: Words) => {
  let now: Announcement | null = null;
  return {
    onHeld: (words: Words) => {
      now = announcement(telling, '⚠️', words);
    },
    onFree: () => now?.takeBack('✅', over),
  };
};

/** Counts the bots on this store and, in Socket Mode, the connections with this token. `onStranger` is called once.
 *  `held`: why this bot may drive nothing, because of another one's fence or key; `takesNoClicks`: because of its key. */
export const startGuards = async (
  telling: Telling,
  { slack, token, journal, name, own, keys, known = () => {}, jumpHost, pace }: Guarded,
  onStranger: (why: string) => void,
) => {
  const { log, clock } = telling;
  const presence = await startPresence(journal, name, log, { ...own, key: keys?.signing });
  const watching = (over: Words, why: () => Promise<Words | null>) =>
    watchHeld({ lookMs: pace?.lookMs, log, ...tellingHeld(telling, over), why });
  const unheld = async () => null;
  const fences = await watching(oneFence, () =>
    presence.otherFences().then(names => (names.length > 0 ? heldWords(names) : null)),
  );
  const ownKeys = keys && { signing: keys.signing, has: (id: string) => keys.secrets.has(id) };
  const key = await watching(
    oneKey,
    ownKeys ? whyOtherKey({ journal, own: ownKeys, others: presence.keys, known }) : unheld,
  );
  const posted = async () =>
    (await Promise.all(telling.channels().map(each => anchorsIn(slack.web, each, null, 0)))).flat();
  let other: Awaited<ReturnType<typeof watchHeld>> | null = null;
  const compared = watching(
    oneJournal,
    jumpHost ? whyOtherJournal({ journal, jumpHost, posted, log }) : unheld,
  ).then(watch => {
    other = watch;
  });
  // A jump host that answers late keeps no bot from starting; until it did, nothing is begun.
  await Promise.race([compared, new Promise(resolve => setTimeout(resolve, comparedMs).unref())]);
  const found = async (counts: Counts): Promise<void> => {
    watch.stop();
    const words = foreignWords(counts);
    await journal
      .now()
      .then(at => journal.remember(foreignKey, { ...counts, at, by: name, token: nameOf(token) }))
      .catch(error => log(`the foreign connection could not be written down: ${String(error)}`));
    await Promise.race([announcement(telling, '⛔', words).said, clock.sleep(sayMs)]);
    onStranger(words.en);
  };
  const watch = watchConnections({
    ...pace,
    known: presence.connections,
    // For a moment this bot holds two, which the others have to know.
    reconnect: async () => {
      await presence.holds(2);
      await slack.reconnect().finally(() => presence.holds(1));
    },
    log,
    onStranger: counts => void found(counts),
  });
  slack.onHello(watch.hello);
  return {
    held: () => fences.held() ?? key.held() ?? (other ? other.held() : comparing),
    takesNoClicks: key.held,
    stop: async () => {
      watch.stop();
      fences.stop();
      key.stop();
      other?.stop();
      await presence.leave().catch(error => log(`no goodbye to the other bots: ${String(error)}`));
    },
  };
};
