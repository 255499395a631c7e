import type { Words } from '../../words.ts';

/**
 * What a failed call means for the outbox. wait: Slack said how long. later: try again, and a post may have arrived all
 * the same. blocked: nobody can see our messages until a person acts. gone: the message was deleted. content: Slack will
 * never take this drawing.
 */
type Trouble =
  | { readonly is: 'wait'; readonly ms: number }
  | { readonly is: 'later'; readonly code?: string }
  | { readonly is: 'blocked'; readonly code: string; readonly words: Words }
  | { readonly is: 'gone' }
  | { readonly is: 'content'; readonly code: string };

const gone = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const threadGone = new Set(['thread_not_found', 'cannot_reply_to_message']);
const content = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'block_mismatch',
]);

const blocked: Readonly<Record<string, Words>> = {
  is_archived: {
    en: 'the channel is archived: unarchive it, and the cards catch up by themselves',
    ko: '채널이 보관(archive) 상태입니다. 보관을 해제하면 카드가 자동으로 따라잡습니다',
  },
  not_in_channel: {
    en: 'the bot is not in the channel: /invite it, and the cards catch up by themselves',
    ko: '봇이 채널에 없습니다. /invite 하면 카드가 자동으로 따라잡습니다',
  },
  restricted_action: {
    en: 'posting is restricted in the channel, or its thread is locked: let the bot post there, and the cards catch up by themselves',
    ko: '채널의 게시가 제한되었거나 스레드가 잠겨 있습니다. 봇의 게시를 허용하면 카드가 자동으로 따라잡습니다',
  },
  channel_not_found: {
    en: 'the bot cannot see the channel (private, or removed): /invite it there',
    ko: '봇이 채널을 찾을 수 없습니다(비공개이거나 제거됨). 채널에 /invite 하세요',
  },
};
const sameAs: Readonly<Record<string, string>> = { is_inactive: 'is_archived' };
const tokenTrouble = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'missing_scope',
  'no_permission',
]);

const blockedBy = (code: string): Trouble | null => {
  // Slack has one for each kind of restriction: restricted_action_thread_locked and its like.
  const kind = code.startsWith('restricted_action') ? 'restricted_action' : (sameAs[code] ?? code);
  const known = blocked[kind];
  if (known) return { is: 'blocked', code: kind, words: known };
  const words = {
    en: `Slack refuses the bot itself (${code}): check its token and its scopes`,
    ko: `Slack이 봇을 거부합니다(${code}). 토큰과 scope를 확인하세요`,
  };
  return tokenTrouble.has(code) ? { is: 'blocked', code, words } : null;
};

const platform = (code: string): Trouble => {
  if (gone.has(code)) return { is: 'gone' };
  if (threadGone.has(code)) return { is: 'gone' };
  if (content.has(code)) return { is: 'content', code };
  return blockedBy(code) ?? { is: 'later', code };
};

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** Slack’s own words for trouble of its own, which passes. */
export const passing: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
]);

/** Reads Slack's error by its shape: a class of another copy of the SDK would not be recognised. */
export const slackTroubleOf = (error: unknown): Trouble => {
  const retryAfter = field(error, 'retryAfter');
  if (typeof retryAfter === 'number') return { is: 'wait', ms: retryAfter * 1000 };
  const code = field(field(error, 'data'), 'error');
  return typeof code === 'string' ? platform(code) : { is: 'later' };
};
