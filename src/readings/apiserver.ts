import type { ApiserverObservation } from '../cluster/observation.ts';

/** `curl -sk -w '\n%{http_code}' …/healthz`: the body, then the status on the last line (000 when there was no answer).
 *  Healthy is HTTP 200 and the word ok; one that wants a login answers 401 or 403 however it is. */
export const apiserverOf = (text: string): ApiserverObservation => {
  const end = /(\d{3})\s*$/.exec(text);
  const status = end?.[1];
  if (status === undefined)
    return { healthy: null, said: text.trim().split('\n').at(-1)?.slice(0, 80) ?? '' };
  if (status === '000') return { healthy: false, said: 'no answer' };
  if (status === '401' || status === '403') return { healthy: null, said: `HTTP ${status}` };
  const word = text.slice(0, end?.index).trim().split('\n')[0]?.slice(0, 80) ?? '';
  return { healthy: status === '200' && word === 'ok', said: `HTTP ${status} ${word}`.trim() };
};
