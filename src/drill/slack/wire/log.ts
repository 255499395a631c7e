import type { State, Wire } from '../state.ts';

const kept = 2_000;

/** Keeps what went over the wire for the inspector, the oldest forgotten first. */
export const logWire = (state: State, wire: Wire): void => {
  state.wires.push(wire);
  if (state.wires.length > kept) state.wires.shift();
  state.changed({ kind: 'wire', wire });
};
