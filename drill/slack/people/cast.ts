/** Somebody of the workspace, as users.info would describe them. */
export type Person = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly role: string;
  readonly locale: 'ko-KR' | 'en-US';
  readonly team: string;
  readonly isBot: boolean;
  readonly guest: 'no' | 'one channel' | 'several channels';
  /** Slack's `deleted`: the account was deactivated. */
  readonly deactivated: boolean;
};

export const homeTeam = 'T0RESCUE';
export const partnerTeam = 'T0PARTNER';

/** The ids that drills and tests call people by. */
export const ids = {
  onCall: 'U0ONCALL',
  approver1: 'U0APPROVER1',
  approver2: 'U0APPROVER2',
  bystander: 'U0BYSTANDER',
  guest: 'U0GUEST',
  partner: 'U0PARTNER',
  bot: 'U0PKSBOT',
  slackbot: 'USLACKBOT',
  channel: 'C0INCIDENT42',
  approvers: 'S0APPROVERS',
  breakGlass: 'S0BREAKGLASS',
} as const;

/** Their logins on the bot's host, which every Debian and Alpine has, with their uids. */
export const atHost = {
  onCall: { login: 'daemon', uid: '1', id: ids.onCall },
  approver1: { login: 'bin', uid: '2', id: ids.approver1 },
  approver2: { login: 'sys', uid: '3', id: ids.approver2 },
} as const;

const local = {
  team: homeTeam,
  isBot: false,
  guest: 'no',
  deactivated: false,
} as const;

/** Both languages, both sides of the approval, and the two kinds of people who must not decide. */
export const cast: readonly Person[] = [
  { ...local, id: ids.onCall, handle: 'jihun', name: '박지훈 Jihun Park', role: 'on-call', locale: 'ko-KR' },
  {
    ...local,
    id: ids.approver1,
    handle: 'seoyeon',
    name: '이서연 Seoyeon Lee',
    role: 'approver',
    locale: 'ko-KR',
  },
  { ...local, id: ids.approver2, handle: 'alice', name: 'Alice Moore', role: 'approver', locale: 'en-US' },
  { ...local, id: ids.bystander, handle: 'bob', name: 'Bob Tanner', role: 'bystander', locale: 'en-US' },
  {
    ...local,
    id: ids.guest,
    handle: 'minji',
    name: '최민지 Minji Choi',
    role: 'guest',
    locale: 'ko-KR',
    guest: 'one channel',
  },
  {
    ...local,
    id: ids.partner,
    handle: 'dana',
    name: 'Dana Reyes',
    role: 'Slack Connect',
    locale: 'en-US',
    team: partnerTeam,
  },
  {
    ...local,
    id: ids.bot,
    handle: 'pks-rescue',
    name: 'pks-rescue',
    role: 'app',
    locale: 'en-US',
    isBot: true,
  },
];

/** The on-call engineer is an approver too, so that "the requester never counts" can be tried. */
export const approverIds: readonly string[] = [ids.approver1, ids.approver2, ids.onCall];
/** And alone at night, so that breaking the glass can be. */
export const breakGlassIds: readonly string[] = [ids.onCall];
