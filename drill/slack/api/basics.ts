import type { Call, Methods } from './method.ts';

const authTest = ({ state, origin }: Call) => ({
  url: `${origin}/`,
  team: state.team.name,
  user: state.people.get(state.app.botUser)?.handle,
  team_id: state.team.id,
  user_id: state.app.botUser,
  bot_id: state.app.botId,
  is_enterprise_install: false,
});

/** Who the bot is, and where its socket goes. */
export const basics = (newTicketUrl: () => string): Methods => ({
  'auth.test': { token: 'bot', scopes: [], run: authTest },
  'api.test': { token: 'either', scopes: [], run: () => ({}) },
  'apps.connections.open': { token: 'app', scopes: [], run: () => ({ url: newTicketUrl() }) },
});
