// Loaded before any TypeScript, so that an old Node answers with a sentence and not with a syntax error.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `pks-rescue needs Node 24 and this is ${process.version}: start it through npm (npm run drill), which uses the Node 24 ` +
      'that "npm install" put into node_modules/.bin; if that is missing, run "npm install" again without --omit=optional.',
  );
  process.exit(1);
}
