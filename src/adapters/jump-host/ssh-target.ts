export type SshTarget = {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly name: string;
};

const userPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;
const hostPattern = /^[A-Za-z0-9:][A-Za-z0-9.:_-]*$/;

/** `ssh://user@host:port`, port 22 if not given. A name that ssh could read as an option is refused. */
export const parseSshTarget = (target: string): SshTarget => {
  const url = URL.canParse(target) ? new URL(target) : null;
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (
    url?.protocol !== 'ssh:' ||
    !userPattern.test(url.username) ||
    !hostPattern.test(host) ||
    url.password !== ''
  )
    throw new TypeError(
      `${target} is not a jump host: write local or ssh://user@host:port, with a key and no password`,
    );
  return { user: url.username, host, port: Number(url.port || 22), name: target };
};
