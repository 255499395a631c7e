/** What commands cost on a real foundation, in seconds. The work itself (a VM made, a scan) is in Timings. */
export type Costs = {
  /** Every bosh command, whatever it asks: its login. */
  readonly command: number;
  /** Each of the two tasks of `bosh ssh`, before it does its work: the set-up and the clean-up. */
  readonly sshTask: number;
  /** The task of `bosh instances`. */
  readonly instancesTask: number;
  /** Every govc command. */
  readonly govc: number;
  /** Tasks at a time; the others are queued. */
  readonly workers: number;
  /** 0.2: between 0.8 and 1.2 times as long. */
  readonly jitter: number;
};
export type Cost = 'command' | 'sshTask' | 'instancesTask' | 'govc';

/** bosh ssh 6 s, of which the line itself takes 0.1; instances 4 s; other Director commands 1 s; govc 2 s. */
export const realCosts: Costs = {
  command: 1,
  sshTask: 4.9,
  instancesTask: 3,
  govc: 2,
  workers: 3,
  jitter: 0.2,
};

export const timesFaster = (costs: Costs, times: number): Costs => ({
  ...costs,
  command: costs.command / times,
  sshTask: costs.sshTask / times,
  instancesTask: costs.instancesTask / times,
  govc: costs.govc / times,
});

/** Uniform in [0, 1), the same row in every box (Park and Miller's generator). */
const dice = () => {
  let seed = 20_261_129;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
};

/** Seconds that a command or task takes this time; null, as fast as the box can. */
export const pricesOf = (costs: Costs | null): ((cost: Cost) => number) => {
  const roll = dice();
  return cost => (costs === null ? 0 : costs[cost] * (1 + costs.jitter * (2 * roll() - 1)));
};
