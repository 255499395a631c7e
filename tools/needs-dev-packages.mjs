// Loaded before the drill and its like: production installs leave out the packages that play Slack and the VMs.
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const missing = ['ws', 'ssh2'].filter(name => {
  try {
    resolve(name);
    return false;
  } catch {
    return true;
  }
});
if (missing.length > 0) {
  const script = process.env.npm_lifecycle_event ?? 'drill';
  console.error(
    `npm run ${script} needs packages that a production install leaves out (${missing.join(', ')}): run "npm install" here, without --omit.`,
  );
  process.exit(1);
}
