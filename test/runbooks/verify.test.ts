import { expect, test } from 'vitest';
import type { MasterObservation } from '../../src/cluster/observation.ts';
import { exampleContext } from '../../src/runbooks/example.ts';
import type { StepContext } from '../../src/runbooks/runbook.ts';
import { verifyStep } from '../../src/runbooks/steps/verify.ts';
import { clusterOf, m1, m2, m3 } from '../cluster/build.ts';

const service = { status: 200, answers: true, title: 'nginx' };
/** Three healthy members, the canary read by both others; what each test changes. */
const healed = (master: Partial<MasterObservation> = {}, more: Partial<StepContext> = {}): StepContext => ({
  ...exampleContext('move-leader'),
  target: m1,
  seen: clusterOf({ [m1]: master, [m2]: master, [m3]: master }),
  before: { revision: 1200, keyCount: 300, memberIds: ['a1', 'b2', 'c3'] },
  facts: { canary: { readBy: '2', of: '2' } },
  service,
  ...more,
});
const proof = (context: StepContext) => verifyStep().proof(context, null);

test('a healed cluster holds, and every condition that was asked is in the sentence', () => {
  const { state, words } = proof(healed());
  expect(state).toBe('holds');
  expect(words.en).toContain('12 post-conditions held for 60 s');
  expect(words.en).toContain('kube-apiserver answers /healthz on 3; the service answers.');
  expect(words.en).not.toContain('Not asked');
});

test('what nobody could ask is said as not asked and never as holding', () => {
  const { state, words } = proof(
    healed({ apiserver: { healthy: null, said: 'HTTP 401' } }, { service: null }),
  );
  expect(state).toBe('holds');
  expect(words.en).toContain('10 post-conditions held');
  expect(words.en).not.toContain('answers');
  expect(words.en).toMatch(/Not asked: .*HTTP 401.*SERVICE_URL is not set/);
  expect(words.ko).toMatch(/확인하지 않음: .*HTTP 401.*SERVICE_URL/);
});

test('nothing holds while a kube-apiserver or the service is silent', () => {
  const silent = healed({ apiserver: { healthy: false, said: 'no answer' } });
  expect(proof(silent)).toMatchObject({ state: 'not-yet', words: { en: expect.stringContaining('0 of 3') } });
  const missed = { unread: 'refused', words: { en: 'refused', ko: '거부' } };
  expect(proof(healed({}, { service: missed })).state).toBe('not-yet');
  expect(proof(healed({}, { service: { ...service, answers: false } })).state).toBe('not-yet');
});
