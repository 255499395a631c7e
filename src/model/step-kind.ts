/** What a step does to the world; only a change asks people. */
export type StepKind = 'read' | 'snapshot' | 'backup' | 'check' | 'change';
