import type { TroubleKind } from '../../ports/journal.ts';
import { fieldOf, messageOf } from './trouble.ts';

/** SQLSTATEs, https://www.postgresql.org/docs/15/errcodes-appendix.html; the longest that matches counts. null: a bug
 *  of ours or a trigger's refusal, which stays what it is. */
const states: Readonly<Record<string, TroubleKind | null>> = {
  '08': 'away',
  '22': null,
  '23': null,
  '25006': 'read-only',
  '25P03': 'busy',
  '28': 'refused',
  '3D000': 'refused',
  '40': 'busy',
  '42': null,
  '42501': 'refused',
  '53': 'away',
  '53100': 'full',
  '55P03': 'busy',
  '57': 'away',
  '57014': 'busy',
  P0: null,
  XX001: 'corrupt',
  XX002: 'corrupt',
};

/** What pg itself says, without a code, of a connection that is gone, too slow or not let in. */
const awayMessage = /terminated|timeout|not queryable|pool after calling end|connection error/i;
const refusedMessage = /SASL|SSL|password|certificate/i;

/** null for what is not the store's trouble. */
export const postgresTrouble = (error: unknown): { kind: TroubleKind; detail: string } | null => {
  const kind = kindOf(error);
  if (kind === null) return null;
  const code = fieldOf(error, 'code');
  return { kind, detail: messageOf(error) || String(code) };
};

const kindOf = (error: unknown): TroubleKind | null => {
  const code = fieldOf(error, 'code');
  if (typeof code !== 'string') return kindOfMessage(messageOf(error));
  // No class of SQLSTATE begins with E; the system's own names do.
  if (/^E[A-Z]/.test(code)) return 'away';
  if (code.length !== 5) return /CERT|TLS|SSL/.test(code) ? 'refused' : null;
  return stateKind(code);
};

const kindOfMessage = (message: string): TroubleKind | null => {
  if (refusedMessage.test(message)) return 'refused';
  return awayMessage.test(message) ? 'away' : null;
};

const stateKind = (state: string): TroubleKind | null => {
  const known = [state, state.slice(0, 2)].find(key => key in states);
  return known === undefined ? 'broken' : (states[known] ?? null);
};
