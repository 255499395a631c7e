import type { OtherVm } from '../../../drill/foundation/vcenter/inventory.ts';

export const group = 'service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
export const folder = '/DC0/vm/pks_vms';
const vm = (moref: string, path: string, ip: string | null = null, more: Partial<OtherVm> = {}): OtherVm => ({
  moref,
  path,
  ip,
  instanceUuid: `00000000-0000-5000-a000-${moref.replace('vm-', '').padStart(12, '0')}`,
  ...more,
});
export const second = `${folder}/master_${group}_1a2b3c4d5e6f`;
/** What vcsim held when the captures were taken. */
export const others: readonly OtherVm[] = [
  vm('vm-140', `${folder}/master_${group}_dd04187297f4`, '172.28.3.2', {
    instanceUuid: '92d04c2b-0142-5fa3-9cd0-fd78cc9971fc',
  }),
  vm('vm-143', second, '172.28.3.3', {
    uuid: 'a0cb3cff-afd1-5417-aac7-58c7036c22dc',
    instanceUuid: '2d541848-501a-5248-8a3f-b3e6d2a05526',
  }),
  vm('vm-146', `${folder}/master_${group}_6f5e4d3c2b1a`, '172.28.3.4', {
    uuid: 'a01687e6-6072-5b4e-ae3d-223a73d165aa',
    instanceUuid: '40788644-405c-5b0d-8afc-8f32d2fa73db',
  }),
  vm('vm-149', `${folder}/worker_${group}_0badc0ffee00`, '172.28.3.5'),
  vm('vm-152', `${folder}/vm-3a9b7c1e-0d5f-4b62-9a77-5c1f8e2d4b60`, null, {
    uuid: '4e00530a-31d1-5914-bb91-96fa285834b0',
  }),
  vm('vm-62', '/DC0/vm/DC0_H0_VM0'),
  vm('vm-128', '/DC0/vm/DC0_H0_VM1'),
  vm('vm-170', '/DC1/vm/DC1_H0_VM0'),
];
export const namesakes = [
  ...others,
  vm('vm-137', `/DC0/vm/other_folder/master_${group}_1a2b3c4d5e6f`),
  vm('vm-173', `/DC1/vm/master_${group}_1a2b3c4d5e6f`),
];

type Row = { readonly file: string; readonly world: string };
const rows = (world: string, ...files: readonly string[]): readonly Row[] =>
  files.map(file => ({ file: `${file}.txt`, world }));
export const power = (name: string) => `govc vm.power ${name}`;
export const secondName = `master_${group}_1a2b3c4d5e6f`;

/** In this order: each leaves the power states that the next was asked with. */
export const same: readonly Row[] = [
  ...rows('plain', '01-version', '02-about', '10-find-by-cid', '11-find-by-cid-ref', '12-find-by-cid-none'),
  ...rows(
    'plain',
    '13-find-by-cid-json',
    '14-find-none-json',
    '15-find-all-deployment',
    '16-find-poweredon-filter',
  ),
  ...rows('plain', '17-find-bad-root', '18-find-bad-glob', '19-find-badroot-glob', '20-vm.info-text'),
  ...rows('plain', '22-vm.info-json-notfound', '23-vm.info-text-notfound', '25-vm.info-json-ipath-notfound'),
  ...rows('plain', '26-vm.info-json-path-notfound', '29-vm.info-no-args', '2b-vm.info-uuid-notfound'),
  ...rows(
    'plain',
    '2c-vm.info-uuid-style-cid',
    '2d-vm.info-by-moref',
    '2e-vm.info-by-moid',
    '2f-vm.info-by-ip',
  ),
  ...rows('plain', '2g-collect-fields', '2h-collect-fields-json', '2i-collect-notfound'),
  ...rows('plain', '30-power-off-ok', '31-power-off-already-off', '32-power-off-already-off-force'),
  ...rows('plain', '33-power-off-already-off-json', '34-power-off-already-off-force-json'),
  ...rows('plain', '36-power-shutdown-guest-when-off', '37-power-shutdown-guest-when-off-force'),
  ...rows('plain', '38-power-reset-when-off', '39-power-reboot-guest-when-off', '3a-power-on-ok'),
  ...rows(
    'plain',
    '3b-power-on-already-on',
    '3c-power-on-already-on-force',
    '3f-power-reboot-guest-ok',
    '3g-power-reset-ok',
  ),
  ...rows(
    'plain',
    '3h-power-off-ok-json',
    '3e-power-on-nowait',
    '3k-power-off-notfound',
    '3l-power-off-notfound-force',
  ),
  ...rows('plain', '3q-power-off-ipath', '3r-power-on-ipath', '3s-power-off-ipath-notfound'),
  ...rows('plain', '3v-power-on-uuid-style-cid-off', '3w-power-on-uuid-style-cid-on'),
  ...rows('plain', '40-vm.ip-ok', '42-vm.ip-notfound'),
  ...rows('plain', '51-events-vm-long', '52-events-json', '54-events-notfound', '55-events-bare-name'),
  ...rows(
    'plain',
    '62-device.info-nodevice',
    '63-device.info-vm-notfound',
    '71-unknown-flag',
    '72-no-url',
    '85-conn-refused',
  ),
  ...rows(
    'locked',
    '80-wrong-password',
    '81-wrong-password-json',
    '82-empty-password',
    '83-no-username',
    '84-wrong-user-power',
  ),
  ...rows(
    'plain',
    'a0-dc-unset-bare-name',
    'a1-dc-unset-bare-name-json',
    'a2-dc-unset-power',
    'a3-dc-unset-abs-path',
  ),
  ...rows(
    'plain',
    'a4-dc-unset-ipath',
    'a5-dc-nosuch',
    'a6-dc-wrong-vm-elsewhere',
    'a7-dc-set-find-root-slash',
    'a8-dc-set-find-dot',
  ),
  ...rows('namesakes', 'b3-dup-power-off', 'b4-dup-power-on', 'b5-dup-device.info', 'b7-dup-ipath'),
  ...rows('namesakes', 'b8-dup-ipath-on', 'b9-dup-events-bare'),
  ...rows('plain', 'f0-find-long-ref', 'f1-find-long-ref-json', 'f2-find-i-json', 'f3-collect-by-moref-json'),
  ...rows(
    'plain',
    'f4-collect-no-ip-json',
    'f5-collect-no-ip-s',
    'f6-collect-bad-moref',
    'f7-collect-bad-property',
  ),
  ...rows(
    'plain',
    'g6-vm.power-name-with-leading-dash',
    'g7-vm.power-star-nosuch',
    'g8-moid-in-dead-cid',
    'g9-dotdot',
  ),
  ...rows('plain', 'i0-power-off-by-instanceUuid', 'i1-power-on-by-instanceUuid', 'i2-instanceUuid-dc-unset'),
  ...rows('plain', 'i3-instanceUuid-wrong-dc', 'i4-instanceUuid-notfound', 'i5-instanceUuid-dc-typo'),
];

/** JSON documents of which the stand-in says a part: what it says, the real one says too. */
export const parts: readonly Row[] = [
  ...rows('plain', '03-about-json', '21-vm.info-json', '24-vm.info-json-ipath', '27-vm.info-json-two-names'),
  ...rows('plain', '28-vm.info-json-one-of-two-missing', '2a-vm.info-json-by-uuid'),
];

/** Asked in an order of their own, with the reason. */
export const elsewhere: readonly string[] = [
  '3x-power-off-by-moref.txt',
  '3y-power-off-glob.txt',
  '3n-power-no-action.txt',
  '3o-power-two-actions.txt',
  '3p-power-flag-after-name.txt',
  '41-vm.ip-none.txt',
  'b6-dup-vm.ip.txt',
  'b0-dup-find.txt',
  'b1-dup-vm.info-text.txt',
];

export const notCovered: readonly (readonly [RegExp, string])[] = [
  [/^2[jk]-/, '-dump and -xml are not used by the bot'],
  [/^35-/, 'vcsim keeps the address of a VM that is off; a real vCenter does not (vcenter.test.ts)'],
  [/^3[dmtu]-/, 'several commands in one shell line; each alone is in the table'],
  [/^3[ij]-/, '-M is not used by the bot'],
  [/^50-|^53-|^g3-/, 'same printing as 51 and 52, of events that other captures made'],
  [/^5[678]-/, 'tasks is not used by the bot'],
  [/^6[01]-/, 'a disk of vcsim, not of a BOSH VM: vcenter.test.ts looks at ours'],
  [/^64-/, 'device.ls is not used by the bot'],
  [/^7[03]-|^f8-/, 'usage texts are govc’s own sentences'],
  [
    /^8[678]-|^9|^e0-/,
    'the box’s vCenter speaks HTTP on loopback: no DNS, no TLS; test:real has the real one',
  ],
  [/^b2-/, 'through jq; b1 has the same in text'],
  [
    /^c|^ff-|^fb-/,
    'sessions, and shell lines around the tool: the stand-in logs in at each call, as GOVC_PERSIST_SESSION=false does',
  ],
  [/^d/, 'a host that accepts and says nothing: the jump host’s deadline, whatever the tool'],
  [/^e[1-9a]-/, 'slow and dying vCenters in several commands: vcenter.test.ts and test:real'],
  [/^f9-|^fa-/, 'through timeout(1); the waiting itself is in vcenter.test.ts'],
  [/^f[cd]-|^g[0124]-|^h/, 'templates, suspending, renaming, ls and piped lines, not used by the bot'],
  [/^g5-/, 'a flag that the stand-in takes and that changes nothing there'],
  [/^fe-/, 'a shell script cannot know under which name it was called'],
];
