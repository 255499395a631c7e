// Loaded before the drill and its like: Node keeps what it compiled beside the packages, so that the next one starts sooner.
// Never in /tmp, which is Node's own choice; a node_modules that can't be written costs the time and is no error.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/pks-rescue', import.meta.url)));
