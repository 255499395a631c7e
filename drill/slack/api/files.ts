import type { Json } from '../json.ts';
import { objectsOf, textOf } from '../json.ts';
import { post, wireFile } from '../messages.ts';
import type { UploadedFile } from '../state.ts';
import type { Call, Methods } from './method.ts';
import { refuse } from './method.ts';
import { channelOf } from './places.ts';

type Upload = { readonly name: string; readonly length: number; readonly bytes: Uint8Array | null };

/** Files between the three legs of an upload, and after. */
export type Uploads = {
  readonly methods: Methods;
  /** The second leg: the bytes arrive at the upload URL. False where nobody asked for it or the length differs. */
  receive(id: string, bytes: Uint8Array): boolean;
  file(id: string): UploadedFile | undefined;
};

export const newUploads = (): Uploads => {
  const waiting = new Map<string, Upload>();
  const done = new Map<string, UploadedFile>();

  const askUrl = ({ state, args, origin }: Call): Json => {
    const length = args.number('length', 0);
    if (!Number.isInteger(length) || length < 1) refuse('invalid_arguments');
    const id = state.nextId('F');
    waiting.set(id, { name: args.need('filename'), length, bytes: null });
    return { upload_url: `${origin}/upload/v1/${id}`, file_id: id };
  };

  const finish = (asked: Json): UploadedFile => {
    const id = textOf(asked.id);
    const upload = waiting.get(id);
    if (!upload?.bytes) return refuse('file_not_found');
    waiting.delete(id);
    const title = textOf(asked.title) || upload.name;
    const file = { id, name: upload.name, title, bytes: upload.bytes };
    done.set(id, file);
    return file;
  };

  const complete = (call: Call): Json => {
    const { state, args } = call;
    const place = args.text('channel_id') || args.text('channels').split(',')[0] || '';
    const channel = place ? channelOf(call, place) : null;
    if (channel?.archived) refuse('is_archived');
    if (channel && !channel.members.includes(state.app.botUser)) refuse('not_in_channel');
    const files = objectsOf(args.json('files', 'invalid_arguments')).map(finish);
    if (channel) {
      const threadTs = args.text('thread_ts') || null;
      const text = args.text('initial_comment');
      post(state, { channel: channel.id, user: state.app.botUser, text, threadTs, files });
    }
    return { files: files.map(wireFile) };
  };

  const info = ({ args }: Call): Json => {
    const file = done.get(args.need('file')) ?? refuse('file_not_found');
    return { file: wireFile(file) };
  };

  const write = { token: 'bot', scopes: ['files:write'] } as const;
  return {
    methods: {
      'files.getUploadURLExternal': { ...write, run: askUrl },
      'files.completeUploadExternal': { ...write, run: complete },
      'files.info': { token: 'bot', scopes: ['files:read'], run: info },
    },
    receive: (id, bytes) => {
      const upload = waiting.get(id);
      if (!upload || upload.length !== bytes.byteLength) return false;
      waiting.set(id, { ...upload, bytes });
      return true;
    },
    file: id => done.get(id),
  };
};
