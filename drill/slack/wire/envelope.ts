import type { EnvelopeKind } from '../faults/faults.ts';
import type { Json } from '../json.ts';

/** What Slack sends to the app: in a socket frame as it is, over HTTP only its payload. */
export type Envelope = {
  readonly envelope_id: string;
  readonly type: EnvelopeKind;
  readonly accepts_response_payload: boolean;
  readonly payload: Json;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
};

/** How the app answered within Slack's three seconds. */
export type Delivery =
  | { readonly is: 'acked'; readonly body: unknown }
  | { readonly is: 'operation_timeout' }
  | { readonly is: 'dispatch_failed' };

export type Transport = (envelope: Envelope) => Promise<Delivery>;
