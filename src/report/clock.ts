/** Clock times in one zone, whoever reads them wherever. */
export type ReportClock = {
  /** 03:12:05 */
  time(at: number): string;
  /** 2026-11-30 03:12:05 */
  full(at: number): string;
  /** Asia/Seoul (UTC+9): its distance from UTC on that day. */
  zone(at: number): string;
};

/** `zone` by its IANA name. `sv-SE` writes dates as ISO does. */
export const reportClock = (zone: string): ReportClock => {
  const part = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...options });
    return (at: number) => format.format(at);
  };
  const distance = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' });
  return {
    time: part({ timeStyle: 'medium' }),
    full: part({ dateStyle: 'short', timeStyle: 'medium' }),
    zone: at => {
      const offset =
        distance
          .formatToParts(at)
          .find(each => each.type === 'timeZoneName')
          ?.value.replace('GMT', 'UTC') ?? 'UTC';
      return zone === offset ? zone : `${zone} (${offset})`;
    },
  };
};
