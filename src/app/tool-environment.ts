import type { Config } from '../config.ts';

/** The children's whole environment: nothing else of the bot's own is handed on. */
export const toolEnvironment = (
  config: Config,
  path: string,
  home: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      PATH: config.TOOLS_PATH ?? path,
      HOME: home,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      BOSH_ENVIRONMENT: config.BOSH_ENVIRONMENT,
      BOSH_CLIENT: config.BOSH_CLIENT,
      BOSH_CLIENT_SECRET: config.BOSH_CLIENT_SECRET,
      BOSH_ACT_CLIENT: config.BOSH_ACT_CLIENT,
      BOSH_ACT_CLIENT_SECRET: config.BOSH_ACT_CLIENT_SECRET,
      BOSH_CA_CERT: config.BOSH_CA_CERT,
      BOSH_ALL_PROXY: config.BOSH_ALL_PROXY,
      BOSH_GW_HOST: config.BOSH_GW_HOST,
      BOSH_GW_USER: config.BOSH_GW_USER,
      BOSH_GW_PRIVATE_KEY: config.BOSH_GW_PRIVATE_KEY,
      BOSH_GW_DISABLE: config.BOSH_GW_DISABLE,
      HTTPS_PROXY: config.HTTPS_PROXY,
      NO_PROXY: config.NO_PROXY,
      GOVC_URL: config.GOVC_URL,
      GOVC_USERNAME: config.GOVC_USERNAME,
      GOVC_PASSWORD: config.GOVC_PASSWORD,
      GOVC_TLS_CA_CERTS: config.GOVC_TLS_CA_CERTS,
      GOVC_INSECURE: config.GOVC_INSECURE,
      GOVC_PERSIST_SESSION: 'false',
    }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
