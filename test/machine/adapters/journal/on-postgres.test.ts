import { afterAll } from 'vitest';
import { startPostgres } from '../../../support/postgres.ts';

// What only a Postgres journal does; `npm run test:postgres` runs every suite that opens a store on one.
const postgres = await startPostgres();
afterAll(() => postgres.stop());
process.env.DATABASE_URL = postgres.url;
await import('../../../adapters/journal/lost-postgres.test.ts');
await import('../../../adapters/journal/time.test.ts');
await import('../../../adapters/journal/backup.test.ts');
