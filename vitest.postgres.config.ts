import { defineConfig } from 'vitest/config';
import { needingStore } from './tools/house/needing-store.ts';
import { files, root } from './tools/house/tree.ts';
import base from './vitest.config.ts';

/** `npm run test:postgres`: the suites of `npm test` that open a store, which DATABASE_URL makes a Postgres. */
export default defineConfig({ test: { ...base.test, include: [...needingStore(root, files)] } });
