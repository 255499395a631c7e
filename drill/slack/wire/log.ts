import type { State, Wire } from '../state.ts';

const kept = 2_000;

/** Keeps what went over the wire for the inspector, the oldest forgotten first. */
export const logWire = (state: State, seen: Omit<Wire, 'nth'>): void => {
  const wire = { ...seen, nth: (state.wires.at(-1)?.nth ?? 0) + 1 };
  state.wires.push(wire);
  if (state.wires.length > kept) state.wires.shift();
  state.changed({ kind: 'wire', wire });
};
