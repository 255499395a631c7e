import type { Command } from '../model/command.ts';

/** The load balancer's page, as the runbook looks at it. Body on stdout, status on the last line. */
export const serviceCheck = (url: string): Command => ({
  tool: 'curl',
  argv: ['curl', '-sS', '-m', '10', '-w', '\n%{http_code}\n', url],
  effect: 'reads',
  deadlineSeconds: 15,
});
