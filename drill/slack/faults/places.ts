import { remove } from '../messages.ts';
import { ids } from '../people/cast.ts';
import type { Channel, State } from '../state.ts';

/** What happens to channels and to what stands in them; without an id it is the incident channel. */
export const places = (state: State, incident: string) => {
  const change = (id: string, with_: (channel: Channel) => Partial<Channel>): void => {
    const channel = state.channels.get(id);
    if (!channel) return;
    state.channels.set(id, { ...channel, ...with_(channel) });
    state.changed({ kind: 'workspace' });
  };
  return {
    archiveChannel: (archived: boolean, id = incident) => change(id, () => ({ archived })),
    shareChannelExternally: (externallyShared: boolean, id = incident) =>
      change(id, ({ members }) => {
        const local = members.filter(each => each !== ids.partner);
        return { externallyShared, members: externallyShared ? [...local, ids.partner] : local };
      }),
    makePrivate: (isPrivate: boolean, id = incident) => change(id, () => ({ isPrivate })),
    removeFromChannel: (user: string, id = incident) =>
      change(id, ({ members }) => ({ members: members.filter(each => each !== user) })),
    addToChannel: (user: string, id = incident) =>
      change(id, ({ members }) => ({ members: [...members.filter(each => each !== user), user] })),
    openChannel: (channel: Pick<Channel, 'name' | 'isPrivate' | 'members'>): string => {
      const id = state.nextId('C');
      const plain = { archived: false, externallyShared: false, directWith: null, isGroup: false };
      state.channels.set(id, { ...plain, ...channel, id });
      state.changed({ kind: 'workspace' });
      return id;
    },
    deleteMessage: (ts: string) => {
      const message = state.messages.get(ts);
      if (message) remove(state, message);
    },
  };
};
