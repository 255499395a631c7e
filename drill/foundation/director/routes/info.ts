import { setTimeout as sleep } from 'node:timers/promises';
import { json, type Route } from '../http.ts';
import { stemcell } from '../reading.ts';

/** What the seed's environment looks like, and the version from which every command of the bot exists. */
export const infoRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/info$/,
    // Every command asks this once and first: here it is that a command costs what it costs.
    answer: async ({ user }, { authentication, price }) => {
      await sleep(price('command') * 1000, undefined, { ref: false });
      return json({
        name: 'p-bosh',
        uuid: 'a57b8733-163e-443a-a3d7-9ac58a886d7b',
        version: '271.2.0 (00000000)',
        user,
        cpi: 'vsphere_cpi',
        stemcell_os: 'ubuntu-xenial',
        stemcell_version: stemcell.version,
        user_authentication: authentication,
        features: {
          local_dns: { status: true, extras: { domain_name: 'bosh' } },
          snapshots: { status: false },
          config_server: { status: true, extras: { urls: [] } },
        },
      });
    },
  },
];
