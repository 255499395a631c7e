import { spawnSync } from 'node:child_process';
import { files, root, textOf } from './house/tree.ts';

/** Every shell script of the tree. */
export const shellScripts = files.filter(
  file => file.endsWith('.sh') || /^#!.*sh\b/.test(textOf(file).slice(0, 40)),
);

/** What shellcheck has against these: empty where nothing; null where it is not installed.
 *  `A= B=` empties both, and the settings of a login can't be followed: both are meant. */
export const shellcheck = (scripts: readonly string[]): string | null => {
  const words = ['--severity=warning', '--exclude=SC1007,SC1090', ...scripts];
  const { stdout, stderr, error } = spawnSync('shellcheck', words, { cwd: root, encoding: 'utf8' });
  return error ? null : `${stdout}${stderr}`;
};

/** Part of `npm run check`. */
if (import.meta.main) {
  const said = shellcheck(shellScripts);
  if (said === null) console.log('shellcheck is not installed here: the shell scripts were left out');
  else if (said === '') console.log(`shellcheck has nothing against ${shellScripts.length} shell scripts`);
  else {
    console.error(said);
    process.exitCode = 1;
  }
}
