import type { CertificateObservation } from '../cluster/observation.ts';

const day = 86_400_000;

/** `<file> notAfter=Nov 29 12:00:00 2027 GMT` or `<file> unread`, a line each, by the VM's own clock. An empty or broken
 *  file is unread, never fine. null: none was found. */
export const certificatesOf = (text: string, clock: string): readonly CertificateObservation[] | null => {
  const now = Date.parse(clock.trim());
  const found = text
    .split('\n')
    .map(line => /^(\/\S+\.crt)\s+(?:notAfter=(.+?)|unread)\s*$/.exec(line))
    .filter(each => each !== null)
    .map(([, file = '', end]) => {
      const until = end === undefined ? Number.NaN : Date.parse(end);
      return {
        file,
        until: Number.isNaN(until) ? null : new Date(until).toISOString(),
        daysLeft: Number.isNaN(until) || Number.isNaN(now) ? null : Math.floor((until - now) / day),
      };
    });
  return found.length === 0 ? null : found;
};
