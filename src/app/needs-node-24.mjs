// Loaded before any TypeScript, so that an old Node answers with a sentence and not with a syntax error.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `pks-rescue needs Node 24 and this is ${process.version}: install Node 24 on this machine, or run "npm install" here, ` +
      'which brings one of its own for what npm starts (npm start, npm run drill).',
  );
  process.exit(1);
}
