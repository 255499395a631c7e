// The whole fence again, on a jump host whose every tool is busybox's.
process.env.FENCE_SHELL = 'busybox';
await import('../../../adapters/jump-host/fence.test.ts');
await import('../../../adapters/jump-host/fence-ends.test.ts');
