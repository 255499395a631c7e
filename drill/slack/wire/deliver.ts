import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvelopeKind, Faults } from '../faults/faults.ts';
import type { Json } from '../json.ts';
import type { State } from '../state.ts';
import type { Delivery, Envelope, Transport } from './envelope.ts';
import { logWire } from './log.ts';

export type Deliver = {
  /** A person waits for this one: sent once. */
  send(kind: EnvelopeKind, payload: Json): Promise<Delivery>;
  /** Nobody waits: sent again, with a retry count, until it is acked or the retries are used up. */
  event(event: Json): Promise<void>;
  /** Sends the newest envelope (of a kind) a second time, as after a lost ack. */
  redeliver(retryAttempt: number, reason: string, kind?: EnvelopeKind): Promise<Delivery>;
};

type Options = {
  readonly state: State;
  readonly faults: Faults;
  readonly transport: () => Transport;
  readonly ackMs: number;
  /** Pauses before the first, second and third retry of an event. */
  readonly eventRetryMs: readonly number[];
  readonly token: string;
};

const answersInside: readonly string[] = ['slash_commands'];
const acceptsAnswer = (kind: EnvelopeKind, payload: Json): boolean =>
  answersInside.includes(kind) || payload.type === 'view_submission';

const throughFault = async (options: Options, envelope: Envelope): Promise<Delivery> => {
  const send = options.transport();
  const fault = options.faults.takeEnvelopeFault(envelope.type);
  if (fault?.does === 'drop') return sleep(options.ackMs, { is: 'operation_timeout' });
  if (fault?.does === 'delay') await sleep(fault.ms ?? 0);
  if (fault?.does !== 'duplicate') return send(envelope);
  const [first] = await Promise.all([send(envelope), send(envelope)]);
  return first;
};

const eventPayload = ({ state, token }: Options, event: Json): Json => ({
  token,
  team_id: state.team.id,
  api_app_id: state.app.id,
  event,
  type: 'event_callback',
  event_id: state.nextId('Ev'),
  event_time: Math.floor(state.now() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: state.team.id,
      user_id: state.app.botUser,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
});

/** The way from the workspace to the app, over whichever transport is set, with the faults on it. */
export const newDeliver = (options: Options): Deliver => {
  const { state } = options;
  let newest: readonly Envelope[] = [];

  const deliver = async (envelope: Envelope): Promise<Delivery> => {
    const at = state.now();
    newest = [envelope, ...newest].slice(0, 50);
    const answer = await throughFault(options, envelope);
    logWire(state, { at, way: 'to app', what: envelope.type, sent: envelope, answer, ms: state.now() - at });
    return answer;
  };

  const send = (kind: EnvelopeKind, payload: Json): Promise<Delivery> =>
    deliver({
      envelope_id: randomUUID(),
      type: kind,
      accepts_response_payload: acceptsAnswer(kind, payload),
      payload,
    });

  return {
    send,
    event: async event => {
      const envelope: Envelope = {
        envelope_id: randomUUID(),
        type: 'events_api',
        accepts_response_payload: false,
        payload: eventPayload(options, event),
        retry_attempt: 0,
        retry_reason: '',
      };
      let answer = await deliver(envelope);
      for (const [index, pause] of options.eventRetryMs.entries()) {
        if (answer.is === 'acked') return;
        await sleep(pause, undefined, { ref: false });
        const reason = answer.is === 'operation_timeout' ? 'timeout' : 'connection_failed';
        answer = await deliver({ ...envelope, retry_attempt: index + 1, retry_reason: reason });
      }
    },
    redeliver: (retryAttempt, reason, kind) => {
      const envelope = newest.find(each => kind === undefined || each.type === kind);
      if (!envelope) throw new Error(`no ${kind ?? 'envelope'} was sent yet, so none can be sent again`);
      return deliver({ ...envelope, retry_attempt: retryAttempt, retry_reason: reason });
    },
  };
};
