import type { Command } from '../model/command.ts';

type Tool = Command['tool'];

/** What an operator needs to see of a failure, whichever tool says it. Not of a shell's trace, which quotes everything. */
const trouble: readonly RegExp[] = [
  /^(?!\s*\++ ).{0,300}\b(?:errors?|fatal|failed|failure|refused|denied|not found|no such|timed? ?out|deadline exceeded|unreachable|no route|invalid|cannot|can't|could not|unable to|unauthorized|not authorized|unknown|no space|x509|EOF|panic|doesn't exist|reset by peer|broken pipe|not running)\b/i,
  /^.{0,80}\b[45]\d\d [A-Z][A-Za-z ]{2,30}/,
  /^Exit code \d+$/,
  /^[A-Z][a-z]+(?:ing|ion)\b[\w\s'().:/-]{0,160}:$/,
];
const id = String.raw`[\w./:()-]{1,120}`;
const bosh: readonly RegExp[] = [
  /^Using (?:environment|deployment) '[^']{0,300}'(?: as (?:client|user) '[^']{0,80}'| as anonymous user)?$/,
  /^Task \d+(?:\. (?:Done|Error|Cancelled|Timeout))?$/,
  /^Task \d+ \| \d\d:\d\d:\d\d \| (?:Error|Warning|Deprecation|[A-Z][\w '()/.,:-]{1,400})(?::|$)/,
  /^Task \d+ (?:Started|Finished) {1,2}\w{3} \w{3} {1,2}\d{1,2} [\d:]{8} \w{2,5} \d{4}$/,
  /^Task \d+ Duration [\d:]+$/,
  /^Task \d+ (?:queued|processing|cancelling|done|error|cancelled|timeout)$/,
  /^\s+L Error: /,
  /^(?:\. Done|Succeeded|Continue\? \[yN\]: [yn]?|\d+ problems?)$/,
  /^#\s+Type\s+Description\s*$/,
  /^\d+\s+(?:missing_vm|unresponsive_agent|inactive_disk|missing_disk|mount_info_mismatch|unbound_instance_vm)\s/,
  /^\s+(?:Performing (?:request )?\w+ (?:'[^']{0,300}'|request)|Retry:|Expected task '\d+' to succeed but state is )/,
  /^Director responded with |^\s+Director responded with /,
];
/** What this bot's own scripts and etcdctl print on a VM or on the jump host. */
const scripts: readonly RegExp[] = [
  /^@@ [a-z-]{1,20}$/,
  /^\d{1,20}(?: \d{1,20})?$/,
  /^[0-9a-f]{64}$/,
  /^\d{4}-\d\d-\d\d$/,
  /^(?:removed|there|present|absent|unseen|unread|OK|aside \/[\w./-]{1,200}|\/[\w./-]{1,200}\.db)$/,
  /^Snapshot saved at \/[\w./-]{1,200}$/,
  new RegExp(`^Member\\s+${id} (?:added to|removed from) cluster\\s+${id}$`),
  new RegExp(`^Leadership transferred from ${id} to ${id}$`),
  /^ETCD_(?:NAME|INITIAL_CLUSTER|INITIAL_ADVERTISE_PEER_URLS|INITIAL_CLUSTER_STATE)="[\w.,:/=-]{0,1000}"$/,
  /^https?:\/\/[\w.-]{1,100}(?::\d+)?$/,
  /^[0-9a-f]{8,16}, (?:un)?started, /,
  /^\[?\{"(?:Endpoint|header|hash|member_id|version|totalKey)"/,
  /^\d{4}-\d\d-\d\d [\d:.]{8,15} [A-Z] \| [\w/-]{1,40}: /,
  /^\{"level":"\w+","ts":"[\w:.+-]{10,40}",/,
  /^(?:Process|System|File|Program) '[^']{1,80}'\s+\w/,
  /^sha256 [0-9a-f]{64}$/,
];
const known: Readonly<Record<Tool, readonly RegExp[]>> = {
  bosh: [...bosh, ...trouble],
  govc: [
    /^\s*(?:\[[\d :-]{8,20}\] )?Powering (?:on|off) [\w:.-]{1,80}\.\.\.(?: OK)?/,
    /^govc(?:: | \d)/,
    ...trouble,
  ],
  bbr: [
    /^\[bbr\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d (?:DEBUG|INFO|WARN|ERROR) - /,
    /^\d+ errors? occurred:$/,
    /^error \d+:$/,
    /^Error attempting to run /,
    ...trouble,
  ],
  curl: [/^\d{3}$/, /^curl: \(\d+\) /, ...trouble],
  etcdctl: [...scripts, ...trouble],
  sh: [...scripts, ...bosh, ...trouble],
};

/** bosh's JSON, in which each value holds what was printed elsewhere. */
const jsonLine = /^\s*(?:"([\w ]{1,40})": )?("(?:[^"\\]|\\.)*"),?$/;
const jsonFrame = /^\s*(?:"[\w ]{1,40}": )?(?:null|true|false|\d{1,20}|[[{]|\{\}|\[\]|[\]}])?,?$/;
const columns = /^(?:instance|exit_code|Content|Error|Exit Code|Instance|Stderr|Stdout|results)$/;
const decoded = (text: string): string => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
};
const isKnownJson = (line: string): boolean => {
  if (jsonFrame.test(line)) return true;
  const [, key = '', value] = jsonLine.exec(line) ?? [];
  if (value === undefined) return false;
  const inside = decoded(value);
  if (/^[\w/ -]{0,60}$/.test(inside) && (columns.test(key) || columns.test(inside))) return true;
  return inside.split('\n').every(each => isKnown('sh', each.replace(/\r$/, '')));
};

const longest = 1200;

/** Is it of a shape that the reading of this tool's output knows? Only such a line is shown, stored or quoted. */
export const isKnown = (tool: Tool, line: string): boolean =>
  line.trim() === '' ||
  (line.length <= longest &&
    (known[tool].some(shape => shape.test(line)) || (tool === 'bosh' && isKnownJson(line))));

const tools: readonly Tool[] = ['bosh', 'govc', 'bbr', 'curl', 'sh'];
export const isKnownToAny = (line: string): boolean => tools.some(tool => isKnown(tool, line));

type Shown = {
  readonly text: string;
  /** How many lines were left out. */
  readonly hidden: number;
};

/** The lines of a tool's redacted output that people see; of the others only how many there are. */
export const shownOf = (tool: Tool, text: string): Shown => {
  const lines = text.split('\n');
  const shown = lines.filter(line => isKnown(tool, line.replace(/\r$/, '')));
  return { text: shown.join('\n'), hidden: lines.length - shown.length };
};
