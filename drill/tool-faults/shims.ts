import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quoteArgument } from '../../src/commands/quote.ts';

/** How a tool can misbehave by itself, once. */
export type Misbehaviour =
  | 'exit-1'
  | 'hang'
  | 'killed'
  | 'half'
  | 'rubbish'
  | 'lost-answer'
  | '401'
  | 'drop-during'
  | 'drop-after';

export type Shims = {
  /** The whole PATH: the shims and what the fence needs, nothing else. */
  readonly path: string;
  readonly bbr: string;
  /** The next command with just these words misbehaves, and only that one. */
  arm(argv: readonly string[], how: Misbehaviour): Promise<void>;
  /** Takes the program away; answers what puts it back. */
  uninstall(program: string): Promise<() => Promise<void>>;
  /** From now on `bosh instances` says `wrong` where it would say `right`; null ends it. */
  confuse(cids: { readonly right: string; readonly wrong: string } | null): Promise<void>;
  /** From now on vCenter refuses every login of govc. */
  refuseLogins(): Promise<void>;
  failedLogins(): number;
  /** Is there once an armed command has begun to misbehave. */
  readonly takenFile: string;
  /** Is there while a misbehaving command wants the connection cut. */
  readonly dropFile: string;
};

/** What fence.sh and the stand-ins' wrappers need; PATH has no second bosh, govc or curl that way. */
const others =
  'sh ln readlink sync setsid head tail wc sleep mkdir rm mv date find env cat perl ps tr dd od cut sed touch chmod sha256sum df uname mktemp grep';

/** Runs the tool behind it, unless it was told to misbehave for exactly this command. "killed" comes when a login is over and
 *  its line has been sent. */
const shimText = (folder: string, real: string): string => `#!/bin/sh
d=${quoteArgument(folder)} real=${quoteArgument(real)} how=
if [ -f "$d/armed" ] && [ "$(cat "$d/argv")" = "$(printf '%s\\n' "\${0##*/}" "$@")" ] && mv "$d/armed" "$d/taken" 2>/dev/null
then read -r how <"$d/taken"
fi
if [ "\${0##*/}" = govc ] && [ -f "$d/no-logins" ]; then echo "$1" >>"$d/failed-logins"; how=401; fi
case $how in
  exit-1) exit 1 ;;
  hang) exec sleep 600 ;;
  killed) "$real" "$@" & sleep 0.25; kill -KILL $! $$ ;;
  half) out=$("$real" "$@"); rc=$?; printf '%s' "$out" | head -c $((\${#out} / 2)); exit $rc ;;
  rubbish) printf '<html>\\377\\376 502 Bad Gateway {"Tables":[' ; exit 0 ;;
  lost-answer) "$real" "$@" >/dev/null 2>&1; exit 1 ;;
  401) case \${0##*/} in
      govc) echo 'govc: ServerFaultCode: Cannot complete login due to an incorrect user name or password.' >&2 ;;
      curl) printf '\\n401\\n'; exit 0 ;;
      *) printf "Performing request GET 'https://127.0.0.1/': Director responded with non-successful status code '401' response 'Not authorized'\\n" >&2 ;;
    esac; exit 1 ;;
  drop-during) touch "$d/drop"; sleep 0.5 ;;
  drop-after) "$real" "$@"; rc=$?; touch "$d/drop"; sleep 0.5; exit $rc ;;
esac
if [ -f "$d/confused" ]; then case " $* " in *' instances --details '*)
  "$real" "$@" >"$d/said.$$"; rc=$?; sed -f "$d/confused" "$d/said.$$"; rm -f "$d/said.$$"; exit $rc
esac; fi
exec "$real" "$@"
`;

const executable = async (file: string, text: string): Promise<void> => {
  await writeFile(file, text);
  await chmod(file, 0o700);
};

const whole = async (file: string, text: string): Promise<void> => {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
};

const bbrName = 'bbr_pks_one_cluster_backup.sh';

/** Writes bosh, govc, curl and the backup script as programs that misbehave on demand, in front of those of `tools`. */
export const writeShims = async (folder: string, tools: string): Promise<Shims> => {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true, mode: 0o700 });
  for (const name of ['bosh', 'govc', bbrName])
    await executable(join(bin, name), shimText(folder, join(tools, name)));
  await executable(join(bin, 'curl'), shimText(folder, '/usr/bin/curl'));
  await executable(join(bin, 'nice'), shimText(folder, '/usr/bin/nice'));
  for (const name of others.split(' ')) await symlink(`/usr/bin/${name}`, join(bin, name)).catch(() => {});
  await symlink(join(tools, 'ssh'), join(bin, 'ssh'));
  const at = (name: string) => join(folder, name);
  return {
    path: bin,
    bbr: join(bin, bbrName),
    takenFile: at('taken'),
    dropFile: at('drop'),
    refuseLogins: () => whole(at('no-logins'), ''),
    failedLogins: () => {
      const file = at('failed-logins');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
    },
    arm: async ([program = '', ...words], how) => {
      await whole(at('argv'), `${[program.split('/').at(-1), ...words].join('\n')}\n`);
      await whole(at('armed'), `${how}\n`);
    },
    uninstall: async program => {
      const file = join(bin, program.split('/').at(-1) ?? '');
      await rename(file, `${file}.away`);
      return () => rename(`${file}.away`, file);
    },
    confuse: cids =>
      cids === null
        ? rename(at('confused'), at('was-confused')).catch(() => {})
        : whole(at('confused'), `s/${cids.right}/${cids.wrong}/g\n`),
  };
};
