import type { Json } from '../json.ts';
import { isObject, objectOf, objectsOf, textOf } from '../json.ts';
import type { Person } from '../people/cast.ts';
import { drawResponse } from '../response-url.ts';
import type { State } from '../state.ts';
import type { Answered, Parts } from './frame.ts';
import { acked, personOf, tell } from './frame.ts';

const commandOf = (manifest: Json | null, command: string): Json | undefined => {
  const commands = objectsOf(objectOf(manifest?.features).slash_commands);
  return manifest === null ? { command } : commands.find(each => each.command === command);
};

/** With should_escape Slack sends people and channels as ids, not as names anyone may choose. */
const escaped = (state: State, text: string): string =>
  text
    .replace(/(^|\s)@([\w.-]+)/g, (whole, space: string, handle: string) => {
      const person = [...state.people.values()].find(each => each.handle === handle);
      return person ? `${space}<@${person.id}|${handle}>` : whole;
    })
    .replace(/(^|\s)#([\w-]+)/g, (whole, space: string, name: string) => {
      const channel = [...state.channels.values()].find(each => each.name === name);
      return channel ? `${space}<#${channel.id}|${name}>` : whole;
    });

const payload = (parts: Parts, person: Person, channel: string, command: string, text: string): Json => ({
  token: parts.token,
  team_id: person.team,
  team_domain: parts.state.team.domain,
  channel_id: channel,
  channel_name: parts.state.channels.get(channel)?.name ?? '',
  user_id: person.id,
  user_name: person.handle,
  command,
  text,
  api_app_id: parts.state.app.id,
  is_enterprise_install: 'false',
  response_url: parts.responseUrls.issue('commands', {
    channel,
    user: person.id,
    originalTs: null,
    threadTs: null,
  }),
  trigger_id: parts.triggers.issue(person.id),
});

/** Types a slash command; what its ack says is shown to that person alone unless it says otherwise. */
export const slash =
  (parts: Parts) =>
  async (user: string, channelId: string, line: string, inThread = false): Promise<Answered> => {
    const { state } = parts;
    const person = personOf(state, user);
    const [command = '', ...words] = line.trim().split(/\s+/);
    const known = commandOf(state.manifest, command);
    const say = (text: string): Answered => tell(state, user, channelId, text);
    if (!known) return say(`${command} is not a valid command.`);
    if (inThread) return say(`${command} is not supported in threads. Sorry!`);
    const typed = words.join(' ');
    const text = known.should_escape === true ? escaped(state, typed) : typed;
    const place = { channel: channelId, user, originalTs: null, threadTs: null };
    const delivery = await parts.deliver.send(
      'slash_commands',
      payload(parts, person, channelId, command, text),
    );
    if (delivery.is !== 'acked') {
      const told = say(`${command} failed with the error "${delivery.is}"`);
      return { ...told, outcome: delivery.is };
    }
    const body = isObject(delivery.body) ? delivery.body : { text: textOf(delivery.body) };
    const says = textOf(body.text) !== '' || objectsOf(body.blocks).length > 0;
    return acked({ message: says ? drawResponse(state, place, body) : null });
  };
