import { withMove } from '../words.ts';
import type { KnownTrouble } from './known-trouble.ts';
import { directorAnswers, uaaTroubles } from './trouble-bosh-http.ts';
import { taskFailed } from './trouble-task.ts';

/** The most telling first: an unreachable Director is also a failed task. Words as captured from bosh 7.10 and 6.3. */
export const boshTroubles: readonly KnownTrouble[] = [
  {
    name: 'lock-held',
    says: /Failed to acquire lock for \S+ uid: \S+ Locking task id is (\d+), description: '([^']*)'/,
    words: found =>
      withMove({
        en: `The deployment is locked by task ${found[1]} (${found[2]}). Wait for it or cancel it, then try again.`,
        ko: `deployment lock을 잡고 있는 task가 있습니다: ${found[1]}(${found[2]}). 끝나기를 기다리거나 취소한 뒤 다시 시도하세요.`,
      }),
  },
  {
    name: 'lock-held',
    says: /Unable to get deployment lock/,
    words: () =>
      withMove({
        en: 'The deployment is locked by another task. See which with `bosh locks`, wait for it, then try again.',
        ko: '다른 task가 deployment lock을 잡고 있습니다. `bosh locks`로 확인하고 끝난 뒤 다시 시도하세요.',
      }),
  },
  ...uaaTroubles,
  {
    name: 'wrong-ca',
    says: /x509: ([^\n"\\]+)/,
    words: found => ({
      en: `The Director's certificate is not trusted (x509: ${found[1]}). Put the right CA into BOSH_CA_CERT on the jump host.`,
      ko: `Director 인증서를 신뢰할 수 없습니다(x509: ${found[1]}). 점프 호스트의 BOSH_CA_CERT에 올바른 CA를 넣으세요.`,
    }),
  },
  {
    name: 'unreachable',
    says: /Performing request \w+ '([^']+)'[\s\S]{0,400}?(connection refused|no such host|no route to host|network is unreachable|i\/o timeout|connection reset by peer|EOF)/i,
    words: found => ({
      en: `The Director does not answer at ${found[1]} (${found[2]}). Check BOSH_ENVIRONMENT, the network and the Director VM; a task it was running may go on.`,
      ko: `Director가 ${found[1]} 에서 응답하지 않습니다(${found[2]}). BOSH_ENVIRONMENT, 네트워크, Director VM을 확인하세요. 실행 중이던 task는 계속될 수 있습니다.`,
    }),
  },
  {
    name: 'unknown-deployment',
    says: /Deployment '([^']+)' doesn't exist|Deployment \\?'([^']+)\\?' doesn't exist/,
    words: found => ({
      en: `The Director has no deployment ${found[1] ?? found[2]}. Compare the cluster's entry in the bot's config with \`bosh deployments\`.`,
      ko: `Director에 ${found[1] ?? found[2]} deployment가 없습니다. 봇 설정의 클러스터 항목을 \`bosh deployments\` 결과와 비교하세요.`,
    }),
  },
  {
    name: 'unknown-instance',
    says: /"code\\?":7000[12],\\?"description\\?":\\?"([^"\\]+)/,
    words: found => ({
      en: `The Director does not know the instance: ${found[1]}. Read the instances again before anything else.`,
      ko: `Director가 해당 인스턴스를 모릅니다: ${found[1]}. 먼저 인스턴스 목록을 다시 조회하세요.`,
    }),
  },
  {
    name: 'task-not-found',
    says: /Task (\d+) not found/,
    words: found => ({
      en: `The Director does not know task ${found[1]}; it may have been cleaned up. Look at \`bosh tasks --recent --all\`.`,
      ko: `Director에 task ${found[1]} 기록이 없습니다. 정리되었을 수 있으니 \`bosh tasks --recent --all\`로 확인하세요.`,
    }),
  },
  {
    name: 'no-vm',
    says: /No instance with a VM in deployment '([^']+)' matched/,
    words: () => ({
      en: 'The instance has no VM, so nothing can be read on it. It has to be recreated first.',
      ko: '이 인스턴스에는 VM이 없어 내부를 확인할 수 없습니다. 먼저 recreate가 필요합니다.',
    }),
  },
  {
    name: 'no-environment',
    says: /Expected non-empty Director URL|Expected non-empty deployment name|Expected CA cert to be non-empty/,
    words: found => ({
      en: `bosh was not told where to go ("${found[0]}"). Set BOSH_ENVIRONMENT, BOSH_CLIENT, BOSH_CLIENT_SECRET and BOSH_CA_CERT on the jump host.`,
      ko: `bosh 접속 정보가 없습니다("${found[0]}"). 점프 호스트에 BOSH_ENVIRONMENT, BOSH_CLIENT, BOSH_CLIENT_SECRET, BOSH_CA_CERT를 설정하세요.`,
    }),
  },
  {
    name: 'no-ca-file',
    says: /--ca-cert'[^\n]*open ([^\n:]+): ([^\n"]+)/,
    words: found => ({
      en: `bosh can't read the CA certificate at ${found[1]} (${found[2]}). Set BOSH_CA_CERT on the jump host to the Director's CA, a file or the PEM itself.`,
      ko: `bosh가 CA 인증서 파일 ${found[1]} 을 읽을 수 없습니다(${found[2]}). 점프 호스트의 BOSH_CA_CERT에 Director CA 파일 경로나 PEM 내용을 설정하세요.`,
    }),
  },
  ...directorAnswers,
  taskFailed,
];
