import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** An empty database of a test's own on the server that `server` names. */
export type OwnDatabase = { readonly url: string; drop(): Promise<void> };

export const ownDatabase = async (server: string): Promise<OwnDatabase> => {
  const name = `pks_test_${randomUUID().replaceAll('-', '')}`;
  await queryOnce(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => void (await queryOnce(server, `drop database ${name} with (force)`)),
  };
};

export const queryOnce = async (connectionString: string, statement: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};
