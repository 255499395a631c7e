import type { Json } from '../json.ts';
import type { Person } from '../people/cast.ts';
import type { State } from '../state.ts';
import type { Call, Methods } from './method.ts';
import { page, refuse } from './method.ts';

/** A person as users.info shows them; the locale only where it was asked for. */
const wirePerson = (state: State, person: Person, withLocale: boolean): Json => ({
  id: person.id,
  team_id: person.team,
  name: person.handle,
  real_name: person.name,
  deleted: person.deactivated,
  is_bot: person.isBot,
  is_restricted: person.guest !== 'no',
  is_ultra_restricted: person.guest === 'one channel',
  is_stranger: person.team !== state.team.id,
  is_admin: false,
  is_owner: false,
  is_app_user: false,
  tz: person.locale === 'ko-KR' ? 'Asia/Seoul' : 'Europe/London',
  updated: 1_596_000_000,
  profile: { real_name: person.name, display_name: person.handle, team: person.team },
  ...(withLocale ? { locale: person.locale } : {}),
});

const info = ({ state, args }: Call): Json => {
  const person = state.people.get(args.need('user')) ?? refuse('user_not_found');
  return { user: wirePerson(state, person, args.flag('include_locale')) };
};

const everyone = ({ state, args }: Call): Json => {
  const { items, next } = page([...state.people.values()], args);
  return {
    members: items.map(person => wirePerson(state, person, args.flag('include_locale'))),
    cache_ts: Math.floor(state.now() / 1000),
    response_metadata: { next_cursor: next },
  };
};

const groups = ({ state, args }: Call): Json => ({
  usergroups: [...state.groups.values()].map(group => ({
    id: group.id,
    team_id: state.team.id,
    is_usergroup: true,
    handle: group.handle,
    name: group.handle,
    description: '',
    date_delete: 0,
    user_count: group.users.length,
    ...(args.flag('include_users') ? { users: group.users } : {}),
  })),
});

/** Slack leaves out deactivated members. */
const groupUsers = ({ state, args }: Call): Json => {
  const group = state.groups.get(args.need('usergroup')) ?? refuse('no_such_subteam');
  return { users: group.users.filter(id => !state.people.get(id)?.deactivated) };
};

const readUsers = { token: 'bot', scopes: ['users:read'] } as const;
const readGroups = { token: 'bot', scopes: ['usergroups:read'] } as const;

export const people: Methods = {
  'users.info': { ...readUsers, run: info },
  'users.list': { ...readUsers, run: everyone },
  'usergroups.list': { ...readGroups, run: groups },
  'usergroups.users.list': { ...readGroups, run: groupUsers },
};
