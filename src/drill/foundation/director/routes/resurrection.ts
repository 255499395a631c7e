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
      state.resurrection = paused(body) ? 'off' : 'on';
      state.effects.record({ what: 'resurrection', on: 'director', detail: state.resurrection });
      return { status: 200 };
    },
  },
];
