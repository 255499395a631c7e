export type Frames = {
  push(bytes: Uint8Array): void;
  /** A new connection begins with a new preamble, maybe in the middle of what was a frame. */
  restart(): void;
  /** The preamble came: the fence is there and reads what it was asked. */
  begun(): boolean;
  /** Bytes of the command's own output so far: where a second follower goes on. */
  readonly seen: { out: number; err: number };
};
type FrameHandlers = {
  readonly onOut: (bytes: Uint8Array) => void;
  readonly onErr: (bytes: Uint8Array) => void;
  /** Any other line: `started`, `refused …`, `end …`. */
  readonly onLine: (line: string) => void;
};

const preamble = '@@pks-fence 1';

/** Reads what fence.sh writes. Whatever a talkative login file prints before the preamble is passed over. */
export const createFrames = ({ onOut, onErr, onLine }: FrameHandlers): Frames => {
  const seen = { out: 0, err: 0 };
  let line: Buffer[] = [];
  let begun = false;
  let kind: 'out' | 'err' = 'out';
  let left = 0;

  const take = (bytes: Uint8Array) => {
    seen[kind] += bytes.length;
    left -= bytes.length;
    (kind === 'out' ? onOut : onErr)(bytes);
  };
  const read = (text: string) => {
    if (!begun) {
      begun = text === preamble;
      return;
    }
    const frame = /^([oe]) (\d+)$/.exec(text);
    if (!frame) return text === '.' ? undefined : onLine(text);
    kind = frame[1] === 'o' ? 'out' : 'err';
    left = Number(frame[2]);
  };
  const takeLine = (bytes: Uint8Array): number => {
    const end = bytes.indexOf(10);
    line.push(Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)));
    if (end < 0) return bytes.length;
    const text = Buffer.concat(line).toString();
    line = [];
    read(text);
    return end + 1;
  };
  return {
    seen,
    begun: () => begun,
    restart: () => {
      begun = false;
      line = [];
      left = 0;
    },
    push: bytes => {
      for (let at = 0; at < bytes.length; ) {
        const rest = bytes.subarray(at);
        const framed = rest.subarray(0, left);
        if (left > 0) take(framed);
        at += framed.length > 0 ? framed.length : takeLine(rest);
      }
    },
  };
};
