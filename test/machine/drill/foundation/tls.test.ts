import { expect, test } from 'vitest';
import { newAuthority } from '../../../../drill/foundation/certificates.ts';
import { gateway } from '../../../../drill/foundation/real/gateway.ts';
import { withMachines } from '../../../drill/foundation/play.ts';

test(
  'a real member serves nobody who shows no certificate of its issuer, and nobody who believes another issuer',
  () =>
    withMachines('real', async ({ masters: [master] }) => {
      const dial = master?.member.dial;
      if (!dial) throw new Error('a real member can be dialled');
      const stranger = newAuthority('another CA');
      const { certPem: cert, keyPem: key } = stranger.issue({ subject: 'a stranger', ips: [] });
      const through = (tls: typeof dial.tls) => gateway({ ...dial, tls }).view();
      expect(await through(dial.tls)).toMatchObject({ term: expect.any(Number) });
      expect(await through({ ...dial.tls, cert, key })).toBe(null);
      expect(await through({ ...dial.tls, ca: stranger.caPem })).toBe(null);
    }),
  60_000,
);
