import type { Answer } from './http.ts';

const rangeStart = (range: string | undefined): number | null => {
  const start = /^bytes=(\d+)-/.exec(range ?? '')?.[1];
  return start === undefined ? null : Number(start);
};

/** The CLI polls with `Range: bytes=<what it has>-`: 206 with the rest, or 416 when there is nothing new. */
export const sliceFrom = (text: string, range: string | undefined): Answer => {
  const whole = Buffer.from(text);
  if (whole.length === 0) return { status: 204 };
  const start = rangeStart(range);
  if (start === null) return { status: 200, headers: { 'content-type': 'text/plain' }, body: whole };
  if (start >= whole.length)
    return {
      status: 416,
      headers: { 'content-range': `bytes */${whole.length}` },
      body: 'Byte range unsatisfiable\n',
    };
  return {
    status: 206,
    headers: {
      'content-type': 'text/plain',
      'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}`,
    },
    body: whole.subarray(start),
  };
};
