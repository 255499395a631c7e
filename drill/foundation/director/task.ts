export type TaskState = 'queued' | 'processing' | 'cancelling' | 'done' | 'error' | 'cancelled' | 'timeout';
export type TaskType =
  | 'vms'
  | 'delete_vm'
  | 'cck_scan'
  | 'cck_apply'
  | 'cck_scan_and_fix'
  | 'update_deployment'
  | 'update_instance'
  | 'ssh'
  | 'fetch_logs';

export type Task = {
  readonly id: number;
  readonly type: TaskType;
  readonly description: string;
  readonly user: string;
  readonly deployment: string | null;
  readonly contextId: string;
  state: TaskState;
  /** Seconds since the epoch. */
  startedAt: number | null;
  timestamp: number | null;
  result: string | null;
  /** The event log: a JSON object a line. */
  events: string;
  /** The result log. */
  output: string;
  debug: string;
};
