import { serviceCheck } from '../../commands/curl.ts';
import { isMissed } from '../../readings/reading.ts';
import { readService } from '../../readings/service.ts';
import type { Step } from '../runbook.ts';

/** The runbook's look at the load balancer while the control plane is away. */
export const serviceCheckStep = (): Step => ({
  id: 'service-check',
  version: 1,
  kind: 'check',
  proofNeeds: 'output',
  skippable: true,
  title: { en: 'Service check: does the load balancer answer?', ko: '서비스 확인: LB가 응답하는가' },
  risk: { en: 'Reads only.', ko: '읽기만 합니다.' },
  before: { en: 'nothing', ko: '없음' },
  after: { en: 'HTTP 200', ko: 'HTTP 200' },
  guards: () => [],
  skip: context =>
    context.settings.serviceUrl
      ? null
      : { en: 'SERVICE_URL is not set', ko: 'SERVICE_URL이 설정되지 않았습니다' },
  act: context => (context.settings.serviceUrl ? serviceCheck(context.settings.serviceUrl) : null),
  proof: (_context, ran) => {
    const read = ran && readService(ran);
    if (read === null || isMissed(read))
      return {
        state: 'broken',
        words: read?.words ?? { en: 'its output is gone', ko: '출력이 남아 있지 않음' },
      };
    const words = { en: `HTTP ${read.status} ${read.title}`, ko: `HTTP ${read.status} ${read.title}` };
    return read.answers ? { state: 'holds', words } : { state: 'broken', words };
  },
});
