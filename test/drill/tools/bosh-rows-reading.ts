import { deployments, instances, plain, type Row, reading, row } from './captured-scripts.ts';
import { clusterLines, gone, off, recreated } from './runbook-cluster.ts';

/** Captures of commands that read, with the Director's side of each. */
export const readingRows: readonly Row[] = [
  ...plain({}, '01-environment.json.txt', '69-err-no-env-tty.txt'),
  ...plain({}, '76-err-unknown-flag.txt', '77-err-unknown-command.txt'),
  ...plain(
    {},
    '84-err-unknown-flag.json.txt',
    '85-err-missing-arg.json.txt',
    '86-recreate-two-slugs.json.txt',
  ),
  ...plain(
    {},
    '87-err-malformed-slug.json.txt',
    '88-err-no-deployment.json.txt',
    '66-err-no-deployment-tty.txt',
  ),
  ...plain(
    {},
    '44-restart-no-converge-group-tty.txt',
    '45-restart-both-flags-tty.txt',
    '167-ssh-no-command-json.txt',
  ),
  ...plain({ 'GET /deployments': deployments }, '02-deployments.json.txt'),
  ...row(
    reading(instances, clusterLines()),
    '03-instances-ps-details.json.txt',
    '04-instances-ps-vitals-i.json.txt',
  ),
  ...row(
    reading(instances, clusterLines()),
    '05-instances.json.txt',
    '06-instances.nontty.txt',
    '07-instances-tty-flag.txt',
  ),
  ...row(
    reading(instances, clusterLines()),
    '08b-instances-ps-tty-flag.txt',
    '09-instances-ps-failing.json.txt',
  ),
  ...row(reading(instances, clusterLines()), '17-instances-no-color-tty.txt', '18-instances-column.json.txt'),
  ...row(file => {
    const script = reading(instances, clusterLines({ m9b8a: recreated }))(file);
    return { ...script, answers: { ...script.answers, 'GET /deployments': deployments } };
  }, '18b-instances-no-deployment.json.txt'),
  ...row(
    reading(instances, clusterLines({ m774b: off, m8cdf: off, m9b8a: recreated })),
    '19-instances-all-masters-bad.json.txt',
  ),
  ...row(reading(instances, clusterLines({ m9b8a: gone })), '23-instances-after-delete.json.txt'),
];
