import type { Pager, PagerCall } from '../../ports/pager.ts';
import { post } from './post.ts';

/** PagerDuty's Events API v2 takes up to 1,024 characters of summary, and 255 of a key. */
const event = (routingKey: string, action: 'trigger' | 'resolve', page: PagerCall) => ({
  routing_key: routingKey,
  event_action: action,
  dedup_key: page.key.slice(0, 255),
  ...(action === 'resolve'
    ? {}
    : {
        payload: {
          summary: page.summary.slice(0, 1024),
          source: page.cluster,
          severity: 'critical',
          component: 'etcd',
          group: page.cluster,
          class: 'approval',
          custom_details: { run: page.run, ...page.details },
        },
        client: 'pks-rescue',
      }),
});

/** PagerDuty, by the key of a service's Events API v2 integration. */
export const pagerDuty = (url: string, routingKey: string): Pager => ({
  trigger: page => post(url, JSON.stringify(event(routingKey, 'trigger', page))),
  resolve: page => post(url, JSON.stringify(event(routingKey, 'resolve', page))),
});
