import type { webApi } from '@slack/bolt';
import type { Membership, Person } from '../../model/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locale, Words } from '../../words.ts';
import { cached } from './cached.ts';

type Client = webApi.WebClient;
type PeopleWeb = {
  readonly auth: Pick<Client['auth'], 'test'>;
  readonly users: Pick<Client['users'], 'info'>;
  readonly usergroups: Pick<Client['usergroups'], 'list'> & {
    readonly users: Pick<Client['usergroups']['users'], 'list'>;
  };
  readonly conversations: Pick<Client['conversations'], 'info'>;
};

type PeopleDeps = {
  readonly web: PeopleWeb;
  readonly clock: Clock;
  /** A user group's id, or the ids of the approvers themselves. */
  readonly approvers: { readonly group: string } | { readonly users: readonly string[] };
};

type Admitted = { readonly ok: true } | { readonly ok: false; readonly words: Words };
/** Exported for its tests. */
export type People = {
  /** Asked at the click and again when approvals are spent; at most a minute old. What can't be had is `unknown`. */
  membership(person: Person, channel: string): Promise<Membership>;
  /** May this person use the bot in this channel at all. */
  admit(person: Person, channel: string): Promise<Admitted>;
  /** Why this channel could carry no cards; null where it can, or where Slack does not say: then posting tells. */
  whyNoCards(channel: string): Promise<Words | null>;
  /** Their own language as Slack knows it; null when it could not be had. */
  localeOf(person: Person): Promise<Locale | null>;
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const unknown = (error: unknown): Membership => ({
  state: 'unknown',
  why: {
    en: `Slack did not answer: ${reason(error)}`,
    ko: `Slack 응답 없음: ${reason(error)}`,
  },
});

const sharedWords: Words = {
  en: 'this channel is shared with another organisation; use a channel of this workspace alone',
  ko: '외부 조직과 공유된 채널입니다. 내부 전용 채널에서 사용하세요',
};
const shared: Membership = { state: 'unknown', why: sharedWords };

type User = NonNullable<webApi.UsersInfoResponse['user']>;
type Home = { readonly team: string; readonly enterprise: string | null };

const isForeign = (user: User, home: Home): boolean => {
  if (user.is_stranger) return true;
  const sameEnterprise = home.enterprise !== null && user.enterprise_user?.enterprise_id === home.enterprise;
  return user.team_id !== home.team && !sameEnterprise;
};

/** What the account itself rules out; null for a full member of this workspace. */
const accountTrouble = (user: User, home: Home, person: Person): Membership | null => {
  if (user.deleted) return { state: 'deactivated' };
  if (isForeign(user, home)) return { state: 'foreign', team: user.team_id ?? person.team };
  if (user.is_bot) return { state: 'bot' };
  return user.is_restricted || user.is_ultra_restricted ? { state: 'guest' } : null;
};

const readers = ({ web, clock }: PeopleDeps) => ({
  home: cached(
    clock,
    async (): Promise<Home> => {
      const answer = await web.auth.test();
      if (!answer.team_id) throw new Error('auth.test names no team');
      return { team: answer.team_id, enterprise: answer.enterprise_id ?? null };
    },
    Number.POSITIVE_INFINITY,
  ),
  user: cached(clock, async (id): Promise<User> => {
    const { user } = await web.users.info({ user: id, include_locale: true });
    if (!user) throw new Error(`users.info knows no ${id}`);
    return user;
  }),
  group: cached(clock, async (id): Promise<readonly string[]> => {
    const { users } = await web.usergroups.users.list({ usergroup: id });
    if (!users) throw new Error(`usergroups.users.list gives no users for ${id}`);
    return users;
  }),
  /** For a sentence only: where it can't be had the id does. */
  groupName: cached(clock, async (id): Promise<string> => {
    const answer = await web.usergroups.list().catch(() => null);
    const handle = answer?.usergroups?.find(group => group.id === id)?.handle;
    return handle ? `@${handle}` : id;
  }),
  isShared: cached(clock, async (id): Promise<boolean> => {
    const { channel } = await web.conversations.info({ channel: id });
    if (!channel) throw new Error(`conversations.info knows no ${id}`);
    return Boolean(channel.is_ext_shared || channel.is_pending_ext_shared);
  }),
});
type Readers = ReturnType<typeof readers>;

/** By the account first, then by the group: being listed does not make a guest or a stranger an approver. */
const membershipOf = async (
  read: Readers,
  approvers: PeopleDeps['approvers'],
  person: Person,
): Promise<Membership> => {
  const trouble = accountTrouble(await read.user(person.id), await read.home(''), person);
  if (trouble) return trouble;
  const [listed, group] =
    'group' in approvers
      ? [await read.group(approvers.group), await read.groupName(approvers.group)]
      : [approvers.users, 'APPROVERS'];
  return listed.includes(person.id) ? { state: 'member' } : { state: 'not-member', group };
};

const unasked = (error: unknown): Words => ({
  en: `Slack did not say who you are (${reason(error)}), so nothing was done. Try again in a minute.`,
  ko: `Slack에서 사용자 정보를 확인하지 못해(${reason(error)}) 아무것도 실행하지 않았습니다. 1분 뒤 다시 시도하세요.`,
});

const outsiderWords: Words = {
  en: 'The bot only serves members of this workspace. Nothing was done.',
  ko: '이 워크스페이스의 구성원만 사용할 수 있습니다. 아무것도 실행하지 않았습니다.',
};

/** Guests and outsiders see nothing and start nothing; nobody does in a channel that others read. A channel that the bot
 *  cannot see is somebody else's question: posting there fails by itself. */
const notServed = async (
  read: Readers,
  sharedHere: (channel: string) => Promise<boolean>,
  person: Person,
  channel: string,
): Promise<Words | null> => {
  if (await sharedHere(channel).catch(() => false)) return startCase(sharedWords);
  const trouble = accountTrouble(await read.user(person.id), await read.home(''), person);
  return trouble === null ? null : outsiderWords;
};
const startCase = (words: Words): Words => ({
  en: `${words.en.charAt(0).toUpperCase()}${words.en.slice(1)}. Nothing was done.`,
  ko: `${words.ko}. 아무것도 실행하지 않았습니다.`,
});

const notInvited: Words = {
  en: 'The bot is not in this channel, so nobody here would see its cards. Type /invite @pks-rescue, then ask again. Nothing was started.',
  ko: '봇이 이 채널에 없어 카드가 보이지 않습니다. /invite @pks-rescue를 입력한 뒤 다시 요청하세요. 시작된 것은 없습니다.',
};
const archived: Words = {
  en: 'This channel is archived, so no card can be posted here. Unarchive it or use another one. Nothing was started.',
  ko: '보관(archive)된 채널이라 카드를 올릴 수 없습니다. 보관을 해제하거나 다른 채널을 사용하세요. 시작된 것은 없습니다.',
};
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null
    ? Reflect.get(Object(Reflect.get(error, 'data')), 'error')
    : null;

/** Read anew each time: whoever is told to invite the bot asks again right away. */
const whyNoCards = async ({ conversations }: PeopleWeb, id: string): Promise<Words | null> => {
  try {
    const { channel } = await conversations.info({ channel: id });
    if (channel?.is_archived) return archived;
    return channel?.is_member === false && !channel.is_im ? notInvited : null;
  } catch (error) {
    return codeOf(error) === 'channel_not_found' ? notInvited : null;
  }
};

/** Slack's word on people, never their own. Closed when Slack does not answer. */
export const createPeople = (deps: PeopleDeps): People => {
  const read = readers(deps);
  /** A direct message with the bot is nobody else's. */
  const sharedHere = async (channel: string) => !channel.startsWith('D') && (await read.isShared(channel));
  return {
    membership: async (person, channel) => {
      try {
        if (await sharedHere(channel)) return shared;
        return await membershipOf(read, deps.approvers, person);
      } catch (error) {
        return unknown(error);
      }
    },
    admit: async (person, channel) => {
      const why = await notServed(read, sharedHere, person, channel).catch(unasked);
      return why === null ? { ok: true } : { ok: false, words: why };
    },
    whyNoCards: channel => whyNoCards(deps.web, channel),
    localeOf: async person => {
      const locale = await read.user(person.id).then(
        user => user.locale ?? null,
        () => null,
      );
      return locale === null ? null : locale.startsWith('ko') ? 'ko' : 'en';
    },
  };
};
