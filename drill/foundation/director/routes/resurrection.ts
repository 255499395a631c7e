import { json, type Route } from '../http.ts';

const paused = (body: string): boolean => {
  const payload: unknown = JSON.parse(body);
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'resurrection_paused' in payload &&
    payload.resurrection_paused === true
  );
};

/** Director-wide; readable since 270.8.0. */
export const resurrectionRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: /^\/resurrection$/,
    answer: (_, { resurrection }) => json({ resurrection: resurrection === 'on' }),
  },
  {
    method: 'PUT',
    pattern: /^\/resurrection$/,
    consumes: 'application/json',
    answer: ({ body }, state) => {
      const to = paused(body) ? 'off' : 'on';
      // A CLI that lost the answer sends it again, which changes nothing.
      if (state.resurrection !== to)
        state.effects.record({ what: 'resurrection', on: 'director', detail: to });
      state.resurrection = to;
      return { status: 200 };
    },
  },
];
