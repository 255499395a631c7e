/** What goes wrong with one command: at the tool, on the way to it, or at what it works on. */
export const faultKinds = [
  'not installed',
  'exit 1 with nothing',
  'hangs',
  'killed',
  'half output',
  'rubbish',
  'lost answer',
  'lock held',
  '401',
  'login keeps failing',
  'ssh drop before',
  'ssh drop during',
  'ssh drop after',
  'wrong CID',
  'VM gone',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export const routes = ['gentle', 'original'] as const;
export type Route = (typeof routes)[number];

/** A step by its name; power steps are named after their instance, so they are counted: `power-off 2`. */
export const stepsOf: Readonly<Record<Route, readonly string[]>> = {
  gentle: [
    'snapshot',
    'snapshot-copy',
    'move-leader',
    'monit-start',
    'recreate',
    'canary',
    'canary-delete',
    'verify',
    'backup',
  ],
  original: [
    'backup-attempt',
    'snapshot',
    'snapshot-copy',
    'resurrection-off',
    'delete-vm',
    'cck',
    'recreate',
    'power-off 1',
    'power-off 2',
    'service-check',
    'power-on 1',
    'power-on 2',
    'resurrection-back',
    'canary',
    'canary-delete',
    'verify',
    'backup',
  ],
};

export type Case = { readonly route: Route; readonly step: string; readonly fault: FaultKind };

/** Between delete-vm and recreate BOSH has no CID for the failed instance that could be another's. */
const hasNoVm = ({ route, step }: Case): boolean =>
  route === 'original' && (step === 'cck' || step === 'recreate');

/** The load balancer is no VM of ours and no tool of BOSH's: these cannot befall a look at it. */
const meaningless = (one: Case): boolean => meaninglessAt(one) || (one.fault === 'wrong CID' && hasNoVm(one));
const meaninglessAt = ({ step, fault }: Case): boolean =>
  (step === 'service-check' && ['lock held', 'wrong CID'].includes(fault)) ||
  // Only these look into vCenter.
  (fault === 'login keeps failing' && step !== 'delete-vm' && !step.startsWith('power-'));

export const allCases = (): readonly Case[] =>
  routes
    .flatMap(route =>
      stepsOf[route].flatMap(step => faultKinds.map(fault => ({ route, step, fault }) satisfies Case)),
    )
    .filter(each => !meaningless(each));

/** Always the same choice: every fault and every step at least once before any twice. */
export const sampleOf = (cases: readonly Case[], size: number): readonly Case[] => {
  const seen = new Map<string, number>();
  const rest = [...cases];
  const worn = ({ route, step, fault }: Case) => (seen.get(fault) ?? 0) + (seen.get(`${route} ${step}`) ?? 0);
  const take = () => {
    const next = rest.reduce((best, each) => (worn(each) < worn(best) ? each : best));
    rest.splice(rest.indexOf(next), 1);
    for (const key of [next.fault, `${next.route} ${next.step}`]) seen.set(key, (seen.get(key) ?? 0) + 1);
    return next;
  };
  return Array.from({ length: Math.min(size, rest.length) }, take);
};

export const nameOf = ({ route, step, fault }: Case): string => `${route} / ${step} / ${fault}`;

/** Is this step of a run, by its id and the ids that came before it, the case's? */
export const isStep = (wanted: string, id: string, before: readonly string[]): boolean => {
  const [name = '', nth] = wanted.split(' ');
  if (nth === undefined) return id === name;
  const alike = [...new Set([...before, id])].filter(each => each.startsWith(`${name}-`));
  return id.startsWith(`${name}-`) && alike.indexOf(id) === Number(nth) - 1;
};
