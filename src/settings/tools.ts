import { z } from 'zod';
import { jumpHost, kept, one, pairs, secret, web } from './kinds.ts';

const notACommand = { error: 'is not a command line such as ./bbr_pks_one_cluster_backup.sh' };

/** The jump host, its tools and what they log in to. .env.example says what each is for. */
export const toolsSettings = {
  CLUSTERS: pairs.optional(),
  JUMP_HOST: jumpHost.default('local'),
  JUMP_HOST_KEY: z.string().optional(),
  JUMP_HOST_KNOWN_HOSTS: z.string().optional(),
  JUMP_HOST_FOLDER: z.string().default('.pks-rescue'),
  JUMP_HOST_SECRETS_FILE: z.string().optional(),
  SSH_AUTH_SOCK: z.string().optional(),
  TOOLS_PATH: z.string().optional(),
  BOSH_ENVIRONMENT: z.string().min(1).register(secret, { is: 'login' }),
  BOSH_CLIENT: z.string().min(1).optional(),
  BOSH_CLIENT_SECRET: kept,
  BOSH_ACT_CLIENT: z.string().min(1).optional(),
  BOSH_ACT_CLIENT_SECRET: kept,
  BOSH_CA_CERT: z.string().min(1).optional(),
  BOSH_ALL_PROXY: z.string().register(secret, { is: 'login' }).optional(),
  BOSH_GW_HOST: z.string().optional(),
  BOSH_GW_USER: z.string().optional(),
  BOSH_GW_PRIVATE_KEY: z.string().optional(),
  BOSH_GW_DISABLE: one('true', 'false').optional(),
  HTTPS_PROXY: z.string().register(secret, { is: 'login' }).optional(),
  NO_PROXY: z.string().optional(),
  GOVC_URL: z.string().register(secret, { is: 'login' }).optional(),
  GOVC_USERNAME: z.string().optional(),
  GOVC_PASSWORD: kept,
  GOVC_DATACENTER: z.string().optional(),
  GOVC_TLS_CA_CERTS: z.string().optional(),
  GOVC_INSECURE: one('true', 'false').optional(),
  CHANGES: one('on', 'off').default('on'),
  BBR_SCRIPT: z
    .string()
    .register(secret, { is: 'words' })
    .transform(text => text.split(/\s+/).filter(Boolean))
    .pipe(z.tuple([z.string(notACommand)], z.string(), notACommand))
    .default(['./bbr_pks_one_cluster_backup.sh']),
  ETCD_BIN: z.string().regex(/^\//, 'is not an absolute path such as /opt/etcd-3.5').optional(),
  SERVICE_URL: web('http://lb.example.com/').register(secret, { is: 'login' }).optional(),
};
