import type { Attributes, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import type { Machine } from '../foundation/machine.ts';

const { STATUS_CODE } = ssh2.utils.sftp;
const regularFile = 0o100640;

const isDenied = (error: unknown): boolean => /denied/i.test(String(error));

const attributesOf = (bytes: Buffer): Attributes => ({
  mode: regularFile,
  uid: 0,
  gid: 0,
  size: bytes.length,
  atime: 0,
  mtime: 0,
});

type ChannelParts = {
  readonly outgoing: { readonly id: number };
  readonly _protocol: { exitStatus(channel: number, code: number): void };
};

/** scp takes a session that ends without an exit code for a failure, and ssh2's sftp server cannot say one. */
const sayGoodbye = (sftp: SFTPWrapper): void => {
  // It is a channel as every other; its types leave that out.
  const { outgoing, _protocol } = sftp as unknown as ChannelParts;
  _protocol.exitStatus(outgoing.id, 0);
  sftp.end();
};

/** The VM's sftp, as `scp` uses it to fetch one file: whole, for reading only, in the machine's own words about who may. */
export const serveFiles = (machine: Machine, sftp: SFTPWrapper): void => {
  const fetched = new Map<string, Promise<Buffer>>();
  const open = new Map<string, Buffer>();
  const fetch = (path: string): Promise<Buffer> => {
    const bytes = fetched.get(path) ?? machine.fetch(path);
    fetched.set(path, bytes);
    return bytes;
  };
  const refuse = (id: number) => (error: unknown) =>
    void sftp.status(id, isDenied(error) ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.NO_SUCH_FILE);
  /** Who may not read a file may still see that it is there. */
  const tell = (id: number, path: string) =>
    void fetch(path).then(
      bytes => sftp.attrs(id, attributesOf(bytes)),
      error => (isDenied(error) ? sftp.attrs(id, attributesOf(Buffer.alloc(0))) : refuse(id)(error)),
    );
  const inHandle = (handle: Buffer): Buffer | undefined => open.get(handle.toString());
  sftp.on('end', () => sayGoodbye(sftp));
  sftp.on('REALPATH', (id, path) => {
    sftp.name(id, [{ filename: path, longname: path, attrs: attributesOf(Buffer.alloc(0)) }]);
  });
  sftp.on('STAT', tell);
  sftp.on('LSTAT', tell);
  sftp.on('OPEN', (id, path, flags) => {
    const reads = flags === ssh2.utils.sftp.OPEN_MODE.READ;
    if (!reads) return void sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    fetch(path).then(bytes => {
      open.set(String(id), bytes);
      sftp.handle(id, Buffer.from(String(id)));
    }, refuse(id));
  });
  sftp.on('FSTAT', (id, handle) => {
    const bytes = inHandle(handle);
    if (bytes) sftp.attrs(id, attributesOf(bytes));
    else sftp.status(id, STATUS_CODE.FAILURE);
  });
  sftp.on('READ', (id, handle, offset, length) => {
    const part = inHandle(handle)?.subarray(offset, offset + length);
    if (part && part.length > 0) sftp.data(id, part);
    else sftp.status(id, part ? STATUS_CODE.EOF : STATUS_CODE.FAILURE);
  });
  sftp.on('CLOSE', (id, handle) => {
    open.delete(handle.toString());
    sftp.status(id, STATUS_CODE.OK);
  });
};
