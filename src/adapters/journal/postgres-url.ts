import { journalTrouble } from './trouble.ts';

/** DATABASE_URL, with what may be shown of it. */
export type PostgresUrl = {
  readonly connectionString: string;
  /** Host, port and database. */
  readonly place: string;
  /** The same text without the password, in whichever spelling it turns up. */
  scrub(text: string): string;
};

/** Rejects, without quoting it, what is not postgres://user:password@host:port/database. A password with a raw / or #
 *  would end up in the host or the path, and so in a sentence. */
export const postgresUrl = (connectionString: string): PostgresUrl => {
  const url = URL.canParse(connectionString) ? new URL(connectionString) : null;
  const split = url === null || url.hash !== '' || (url.username === '' && connectionString.includes('@'));
  if (split || !/^postgres(ql)?:$/.test(url.protocol)) throw notAUrl();
  const host = url.searchParams.get('host') ?? url.hostname;
  const secrets = [url.password, decoded(url.password), url.searchParams.get('password') ?? ''].filter(
    Boolean,
  );
  return {
    connectionString,
    place: `postgres://${host}:${url.port || 5432}${url.pathname}`,
    scrub: text => secrets.reduce((scrubbed, secret) => scrubbed.replaceAll(secret, '…'), text),
  };
};

const notAUrl = () =>
  journalTrouble({
    kind: 'refused',
    place: 'DATABASE_URL',
    detail:
      'not postgres://user:password@host:port/database; write / # @ : % in the password as %2F %23 %40 %3A %25',
  });

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
