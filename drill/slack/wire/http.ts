import { createHmac } from 'node:crypto';
import { parsed } from '../json.ts';
import type { Delivery, Envelope, Transport } from './envelope.ts';

type Options = {
  readonly requestUrl: string;
  readonly signingSecret: string;
  readonly ackMs: number;
  readonly now: () => number;
};

const formType = 'application/x-www-form-urlencoded';

/** A slash command is a form, an interaction a form with one JSON field, an event plain JSON. */
const bodyOf = (envelope: Envelope): { readonly type: string; readonly body: string } => {
  switch (envelope.type) {
    case 'slash_commands': {
      const fields = Object.entries(envelope.payload).map(([name, value]) => [name, String(value)]);
      return { type: formType, body: new URLSearchParams(fields).toString() };
    }
    case 'interactive': {
      const payload = JSON.stringify(envelope.payload);
      return { type: formType, body: new URLSearchParams({ payload }).toString() };
    }
    case 'events_api':
      return { type: 'application/json', body: JSON.stringify(envelope.payload) };
    default:
      return envelope.type satisfies never;
  }
};

/** Slack's request signature, version 0. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

const retryHeaders = (envelope: Envelope): Record<string, string> =>
  envelope.retry_attempt
    ? {
        'x-slack-retry-num': String(envelope.retry_attempt),
        'x-slack-retry-reason': envelope.retry_reason ?? 'http_timeout',
      }
    : {};

const answerOf = async (response: Response): Promise<Delivery> => {
  const text = await response.text();
  if (!response.ok) return { is: 'dispatch_failed' };
  return { is: 'acked', body: text === '' ? undefined : (parsed(text) ?? text) };
};

/** Signs and posts an envelope's payload to the app's request URL; three seconds, then the person is told. */
export const httpTransport =
  (options: Options): Transport =>
  async envelope => {
    const { type, body } = bodyOf(envelope);
    const timestamp = String(Math.floor(options.now() / 1000));
    try {
      const response = await fetch(options.requestUrl, {
        method: 'POST',
        body,
        headers: {
          'content-type': type,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature(options.signingSecret, timestamp, body),
          ...retryHeaders(envelope),
        },
        signal: AbortSignal.timeout(options.ackMs),
      });
      return await answerOf(response);
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return { is: timedOut ? 'operation_timeout' : 'dispatch_failed' };
    }
  };
