import { askOf, toTask } from '../find.ts';
import type { Route } from '../http.ts';
import type { Job } from '../job.ts';
import type { DirectorState } from '../state.ts';
import { dropVm } from '../update.ts';

/** Deletes whatever VM has that CID, whether the database still knows it or not. An unknown CID is no failure: the trap
 *  that a real Director sets. No lock is taken. */
const deleteVm = (state: DirectorState, job: Job, cid: string) =>
  job.stage('Delete VM', 1)(cid, async () => {
    const skip = () => job.note('warning', `VM ${cid} does not exist. Deletion is skipped`);
    const instance = state.instances.find(({ machine }) => machine.vm?.cid === cid);
    if (!instance) {
      await job.wait(state.timings.deleteVm / 2);
      return skip();
    }
    if (!(await dropVm(state, job, instance))) return skip();
    state.effects.record({ what: 'delete-vm', on: instance.name, detail: cid });
    await job.stage('Delete VM', 1)(`VM ${cid} is successfully deleted`);
  });

export const vmRoutes: readonly Route[] = [
  {
    method: 'DELETE',
    pattern: /^\/vms\/([^/]+)$/,
    answer: (request, state) => {
      const cid = request.captured[0] ?? '';
      const task = state.tasks.start(askOf(request, 'delete_vm', `delete vm ${cid}`, null), async job => {
        await deleteVm(state, job, cid);
        return `vm ${cid} deleted`;
      });
      return toTask(task, request);
    },
  },
];
