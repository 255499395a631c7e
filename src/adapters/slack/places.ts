import type { webApi } from '@slack/bolt';
import type { Person } from '../../model/person.ts';
import type { Clock } from '../../ports/clock.ts';
import { text, type Words } from '../../words.ts';
import { cached } from './cached.ts';
import { slackTroubleOf } from './trouble.ts';

type PlacesWeb = { readonly conversations: Pick<webApi.WebClient['conversations'], 'info' | 'members'> };
type PlacesDeps = {
  readonly web: PlacesWeb;
  readonly clock: Clock;
  /** Where runs may start; null: in any channel that the bot is in. */
  readonly runChannels: readonly string[] | null;
  /** Who may approve on a cluster, by id. */
  readonly approvers: (cluster: string) => Promise<readonly string[]>;
};
/** Whether a run that needs so many people may start in a channel, and whether it is to be shown elsewhere. */
type RunPlace =
  | { readonly ok: true; readonly private: boolean }
  | { readonly ok: false; readonly words: Words };

export type Places = {
  /** Rejects where Slack does not say; a direct message with the bot is nobody else's. */
  isShared(channel: string): Promise<boolean>;
  /** Why the bot serves nobody here: others read it, or Slack does not say whether they do. */
  whyNotServed(channel: string): Promise<Words | null>;
  /** Why no run starts here, asked anew each time: whoever is told to invite the bot asks again right away. */
  whyNoRun(channel: string): Promise<Words | null>;
  runPlace(channel: string, by: Person, people: number, cluster: string): Promise<RunPlace>;
};

export const sharedWords: Words = text(
  'this channel is shared with another organisation; use a channel of this workspace alone',
  '외부 조직과 공유된 채널입니다. 내부 전용 채널에서 사용하세요',
);
const sharedHere = text(
  `T${sharedWords.en.slice(1)}. Nothing was done.`,
  `${sharedWords.ko}. 아무것도 실행하지 않았습니다.`,
);
const unasked = (error: unknown): Words => {
  const why = error instanceof Error ? error.message : String(error);
  return text(
    `Slack did not say who reads this channel (${why}), so nothing is posted here and nothing was done. Try again in a minute; if it stays so, invite the bot here, or type it in the incident channel.`,
    `이 채널을 누가 보는지 Slack에서 확인하지 못해(${why}) 여기에는 아무것도 올리지 않고 실행하지도 않았습니다. 1분 뒤 다시 시도하고, 계속되면 봇을 이 채널에 초대하거나 장애 대응 채널에서 입력하세요.`,
  );
};
const directWords = text(
  'No run starts in a direct message: nobody who may approve would see it. Type it in the incident channel. Nothing was started.',
  '다이렉트 메시지에서는 복구를 시작하지 않습니다. 승인자가 볼 수 없습니다. 장애 대응 채널에서 입력하세요. 시작된 것은 없습니다.',
);
const notInvited = text(
  'The bot is not in this channel, so nobody here would see its cards. Type /invite @pks-rescue, then ask again. Nothing was started.',
  '봇이 이 채널에 없어 카드가 보이지 않습니다. /invite @pks-rescue를 입력한 뒤 다시 요청하세요. 시작된 것은 없습니다.',
);
const archived = text(
  'This channel is archived, so no card can be posted here. Unarchive it or use another one. Nothing was started.',
  '보관(archive)된 채널이라 카드를 올릴 수 없습니다. 보관을 해제하거나 다른 채널을 사용하세요. 시작된 것은 없습니다.',
);
const elsewhere = (channels: readonly string[]): Words => {
  const list = channels.join(', ');
  return text(
    `Runs start in ${list} only (RUN_CHANNELS). Type it there. Nothing was started.`,
    `복구는 ${list}에서만 시작합니다(RUN_CHANNELS). 그곳에서 입력하세요. 시작된 것은 없습니다.`,
  );
};
const tooFew = (here: number, people: number): Words =>
  text(
    `This channel is private and ${here} of the approvers besides you ${here === 1 ? 'is' : 'are'} in it, where this plan needs ${people}. Invite them, or start it in a public channel. Nothing was started.`,
    `비공개 채널이며 요청자를 제외한 승인자 ${here}명만 들어와 있습니다. 이 계획에는 ${people}명이 필요합니다. 승인자를 초대하거나 공개 채널에서 시작하세요. 시작된 것은 없습니다.`,
  );

const members = async (web: PlacesWeb, channel: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await web.conversations.members({ channel, limit: 200, ...(cursor ? { cursor } : {}) });
    found.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor ?? '';
    if (cursor === '') return found;
  }
};

type Channel = NonNullable<webApi.ConversationsInfoResponse['channel']>;
const isShared = (channel: Channel): boolean =>
  Boolean(channel.is_ext_shared || channel.is_pending_ext_shared);
/** Also the App Home, which is nobody else's either. */
const isDirect = (id: string): boolean => id === '' || id.startsWith('D');

/** What Slack says of channels. What it does not say counts as the worst. */
export const createPlaces = ({ web, clock, runChannels, approvers }: PlacesDeps): Places => {
  const ask = async (id: string): Promise<Channel> => {
    const { channel } = await web.conversations.info({ channel: id });
    if (!channel) throw new Error(`conversations.info knows no ${id}`);
    return channel;
  };
  const shared = cached(clock, async id => isShared(await ask(id)));
  const noRun = (channel: Channel): Words | null => {
    if (channel.is_im || channel.is_mpim) return directWords;
    if (isShared(channel)) return sharedHere;
    if (channel.is_archived) return archived;
    return channel.is_member === false ? notInvited : null;
  };
  const whyNoRun = async (id: string): Promise<Words | null> => {
    if (isDirect(id)) return directWords;
    if (runChannels && !runChannels.includes(id)) return elsewhere(runChannels);
    return ask(id).then(noRun, (error: unknown) => {
      const trouble = slackTroubleOf(error);
      return trouble.is === 'blocked' && trouble.code === 'channel_not_found' ? notInvited : unasked(error);
    });
  };
  const sharedOf = async (id: string) => !isDirect(id) && (await shared(id));
  return {
    isShared: sharedOf,
    whyNotServed: id => sharedOf(id).then(is => (is ? sharedHere : null), unasked),
    whyNoRun,
    runPlace: async (id, by, people, cluster) => {
      const words = await whyNoRun(id);
      if (words) return { ok: false, words };
      try {
        if (!(await ask(id)).is_private) return { ok: true, private: false };
        const [there, may] = await Promise.all([members(web, id), approvers(cluster)]);
        const here = there.filter(each => may.includes(each) && each !== by.id).length;
        return here >= people ? { ok: true, private: true } : { ok: false, words: tooFew(here, people) };
      } catch (error) {
        return { ok: false, words: unasked(error) };
      }
    },
  };
};
