/** `2026-11-29 18:12:05 UTC`: a card draws it in the reader's own time zone, a terminal as it is. */
export const clockTime = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
