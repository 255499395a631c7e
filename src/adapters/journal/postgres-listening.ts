import type pg from 'pg';

const againMs = 1_000;

/** Hears the trigger's notifications on a connection of its own and connects again when that is lost; what was missed
 *  meanwhile is found by looking. Returns how to stop. */
export const listening = (
  connect: () => pg.Client,
  heard: (run: string, seq: number) => void,
): (() => void) => {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const listen = () => {
    const own = connect();
    client = own;
    own.on('error', () => {});
    own.on('notification', ({ payload }) => tell(heard, payload));
    own.once('end', again);
    own
      .connect()
      .then(() => own.query('listen pks_rescue_written'))
      .catch(() => own.end().catch(() => {}));
  };
  const again = () => {
    if (stopped) return;
    timer = setTimeout(listen, againMs);
    timer.unref();
  };

  listen();
  return () => {
    stopped = true;
    clearTimeout(timer);
    client?.end().catch(() => {});
  };
};

const tell = (heard: (run: string, seq: number) => void, payload = '') => {
  const space = payload.lastIndexOf(' ');
  if (space > 0) heard(payload.slice(0, space), Number(payload.slice(space + 1)));
};
