import { basics } from './api/basics.ts';
import { chat } from './api/chat.ts';
import { conversations } from './api/conversations.ts';
import type { Uploads } from './api/files.ts';
import { newUploads } from './api/files.ts';
import type { Methods } from './api/method.ts';
import { people } from './api/people.ts';
import { views } from './api/views.ts';
import type { Faults } from './faults/faults.ts';
import { newFaults } from './faults/faults.ts';
import type { Interact } from './interact/interact.ts';
import { newInteract } from './interact/interact.ts';
import { ids } from './people/cast.ts';
import type { ResponseUrls } from './response-url.ts';
import { newResponseUrls } from './response-url.ts';
import type { State } from './state.ts';
import { newTriggers } from './triggers.ts';
import type { Deliver } from './wire/deliver.ts';
import { newDeliver } from './wire/deliver.ts';
import { httpTransport } from './wire/http.ts';
import type { Sockets } from './wire/sockets.ts';
import { newSockets } from './wire/sockets.ts';

/** Only this box knows these, and they open nothing else. */
export const secrets = {
  bot: 'xoxb-box-bot',
  app: 'xapp-box-app',
  signing: 'box-signing-secret',
  verification: 'box-verification-token',
} as const;

/** What changes while the box runs: its own address, and where HTTP mode posts. */
export type Addresses = { origin: string; requestUrl: string | null };

export type Timing = {
  readonly ackMs: number;
  readonly triggerMs: number;
  readonly eventRetryMs: readonly number[];
  /** Slack's own limits are kept to. */
  readonly rates: boolean;
};

/** The workspace's parts, joined: what the server serves and what people act through. */
export type Box = {
  readonly faults: Faults;
  readonly sockets: Sockets;
  readonly deliver: Deliver;
  readonly interact: Interact;
  readonly uploads: Uploads;
  readonly responseUrls: ResponseUrls;
  readonly methods: Methods;
};

const newWires = (state: State, addresses: Addresses, timing: Timing) => {
  const faults: Faults = newFaults(state, ids.channel, {
    rates: timing.rates,
    whenDown: () => sockets.cut(),
  });
  const sockets = newSockets({ appId: state.app.id, ackMs: timing.ackMs, faults });
  const transport = () =>
    addresses.requestUrl === null
      ? sockets.send
      : httpTransport({
          requestUrl: addresses.requestUrl,
          signingSecret: secrets.signing,
          ackMs: timing.ackMs,
          now: state.now,
        });
  const deliver = newDeliver({ state, faults, transport, token: secrets.verification, ...timing });
  return { faults, sockets, deliver };
};

export const newBox = (state: State, addresses: Addresses, timing: Timing): Box => {
  const { faults, sockets, deliver } = newWires(state, addresses, timing);
  const triggers = newTriggers(state, timing.triggerMs);
  const responseUrls = newResponseUrls(state, () => addresses.origin, faults.refusedBlocks);
  const uploads = newUploads();
  const ticketUrl = (): string => {
    const host = addresses.origin.replace(/^http/, 'ws');
    return `${host}/link/?ticket=${sockets.newTicket()}&app_id=${state.app.id}`;
  };
  return {
    faults,
    sockets,
    deliver,
    uploads,
    responseUrls,
    interact: newInteract({ state, deliver, triggers, responseUrls, token: secrets.verification }),
    methods: {
      ...basics(ticketUrl),
      ...chat,
      ...conversations,
      ...people,
      ...views(triggers),
      ...uploads.methods,
    },
  };
};
