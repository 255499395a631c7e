import type { webApi } from '@slack/bolt';
import type { Membership, Person } from '../../model/person.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locale, Words } from '../../words.ts';
import { cached } from './cached.ts';
import { createPlaces, type Places, sharedWords } from './places.ts';

type Client = webApi.WebClient;
type PeopleWeb = {
  readonly auth: Pick<Client['auth'], 'test'>;
  readonly users: Pick<Client['users'], 'info'>;
  readonly usergroups: Pick<Client['usergroups'], 'list'> & {
    readonly users: Pick<Client['usergroups']['users'], 'list'>;
  };
  readonly conversations: Pick<Client['conversations'], 'info' | 'members'>;
};

type PeopleDeps = {
  readonly web: PeopleWeb;
  readonly clock: Clock;
  /** Of a cluster: a user group's id, or the ids of the approvers themselves. */
  readonly approvers: (cluster: string) => { readonly group: string } | { readonly users: readonly string[] };
  /** Where runs may start; absent: in any channel that the bot is in. */
  readonly runChannels?: readonly string[] | undefined;
};

type Admitted = { readonly ok: true } | { readonly ok: false; readonly words: Words };
/** Exported for its tests. */
export type People = {
  /** Asked at the click and again when approvals are spent; at most a minute old. What can't be had is `unknown`. */
  membership(person: Person, channel: string, cluster: string): Promise<Membership>;
  /** The same of a group that is named here. */
  inGroup(person: Person, channel: string, group: string): Promise<Membership>;
  /** Full members who may approve there besides this person, by name; no more than `wanted` are looked for. */
  answerers(cluster: string, but: Person, wanted: number): Promise<Answerers>;
  /** May this person use the bot in this channel at all. `anywhere`: what stops something is not kept from them by the channel. */
  admit(person: Person, channel: string, anywhere?: boolean): Promise<Admitted>;
  /** Those who are listed as approvers there, by id. */
  approverIds(cluster: string): Promise<readonly string[]>;
  readonly whyNoRun: Places['whyNoRun'];
  readonly runPlace: Places['runPlace'];
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
});
type Readers = ReturnType<typeof readers>;

/** By the account first, then by the group: being listed does not make a guest or a stranger an approver. */
const membershipOf = async (
  read: Readers,
  approvers: ReturnType<PeopleDeps['approvers']>,
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

type Answerers = { readonly names: readonly string[] } | { readonly unread: Words };

const listedBy = async (read: Readers, approvers: ReturnType<PeopleDeps['approvers']>) =>
  'group' in approvers ? read.group(approvers.group) : approvers.users;

/** Those who are listed and whose account rules nothing out. */
const answerers = async (
  read: Readers,
  approvers: ReturnType<PeopleDeps['approvers']>,
  but: Person,
  wanted: number,
): Promise<Answerers> => {
  const listed = await listedBy(read, approvers);
  const names: string[] = [];
  for (const id of listed) {
    if (id === but.id || names.length >= wanted) continue;
    const user = await read.user(id);
    if (accountTrouble(user, await read.home(''), { ...but, id }) === null) names.push(user.name ?? id);
  }
  return { names };
};

const unasked = (error: unknown): Words => ({
  en: `Slack did not say who you are (${reason(error)}), so nothing was done. Try again in a minute.`,
  ko: `Slack에서 사용자 정보를 확인하지 못해(${reason(error)}) 아무것도 실행하지 않았습니다. 1분 뒤 다시 시도하세요.`,
});

const outsiderWords: Words = {
  en: 'The bot only serves members of this workspace. Nothing was done.',
  ko: '이 워크스페이스의 구성원만 사용할 수 있습니다. 아무것도 실행하지 않았습니다.',
};

/** Guests and outsiders see nothing and start nothing; nobody does in a channel that others read, or may read. */
const notServed = async (
  read: Readers,
  places: Places,
  person: Person,
  channel: string,
  anywhere: boolean,
): Promise<Words | null> => {
  const why = await places.whyNotServed(channel);
  if (why && !anywhere) return why;
  const trouble = accountTrouble(await read.user(person.id), await read.home(''), person);
  return trouble === null ? null : outsiderWords;
};

/** Slack's word on people, never their own. Closed when Slack does not answer. */
export const createPeople = (deps: PeopleDeps): People => {
  const read = readers(deps);
  const places = createPlaces({
    web: deps.web,
    clock: deps.clock,
    runChannels: deps.runChannels ?? null,
    approvers: async cluster => listedBy(read, deps.approvers(cluster)),
  });
  const among = async (person: Person, channel: string, listed: ReturnType<PeopleDeps['approvers']>) => {
    try {
      return (await places.isShared(channel)) ? shared : await membershipOf(read, listed, person);
    } catch (error) {
      return unknown(error);
    }
  };
  return {
    membership: (person, channel, cluster) => among(person, channel, deps.approvers(cluster)),
    inGroup: (person, channel, group) => among(person, channel, { group }),
    admit: async (person, channel, anywhere = false) => {
      const why = await notServed(read, places, person, channel, anywhere).catch(unasked);
      return why === null ? { ok: true } : { ok: false, words: why };
    },
    answerers: (cluster, but, wanted) =>
      answerers(read, deps.approvers(cluster), but, wanted).catch(error => ({
        unread: { en: reason(error), ko: reason(error) },
      })),
    approverIds: async cluster => listedBy(read, deps.approvers(cluster)),
    whyNoRun: places.whyNoRun,
    runPlace: places.runPlace,
    localeOf: async person => {
      const locale = await read.user(person.id).then(
        user => user.locale ?? null,
        () => null,
      );
      return locale === null ? null : locale.startsWith('ko') ? 'ko' : 'en';
    },
  };
};
