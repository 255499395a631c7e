/** Why an answer in the record counts for nothing: no bot of this store took it; the key is gone that signed it; it was
 *  given before answers were signed. */
export type Doubt = 'forged' | 'key-lost' | 'unsigned';

type Place = { readonly run: string; readonly seq: number; readonly at: number; readonly previous: string };

/** Signs what a person said as it is written down, and checks it whenever it is read. */
export type Sealing = {
  seal<Event extends object>(event: Event, place: Place): Event;
  /** null: it holds, or needs no signature. */
  check(event: object, place: Place): Doubt | null;
};
