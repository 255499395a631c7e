import { createHmac } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Pager, PagerCall } from '../../ports/pager.ts';
import { post } from './post.ts';

/** Any receiver: JSON, signed as Slack signs its requests, so that a receiver can tell it from anybody's and from an old one. */
export const webhook = (url: string, secret: string, clock: Pick<Clock, 'now'>): Pager => {
  const send = (action: 'trigger' | 'resolve', page: PagerCall) => {
    const body = JSON.stringify({ action, ...page });
    const at = Math.floor(clock.now() / 1000);
    const signature = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
    return post(url, body, {
      'x-pks-rescue-timestamp': String(at),
      'x-pks-rescue-signature': `v0=${signature}`,
    });
  };
  return { trigger: page => send('trigger', page), resolve: page => send('resolve', page) };
};
