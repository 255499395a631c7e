/** The host's clock, and a sleep that a test can skip. */
export type Clock = {
  /** Milliseconds since the epoch: what time it is, for people. Somebody may set it forward or back at any moment. */
  now(): number;
  /** Milliseconds since this process started, which nobody can set: how long something lasts is told by this alone. */
  elapsed(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};
