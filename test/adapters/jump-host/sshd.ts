/** The drill's own jump host: a real sshd on loopback. */
export { type Sshd, startSshd } from '../../../drill/jump-host/sshd.ts';
