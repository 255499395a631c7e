import { withMove } from '../words.ts';
import type { KnownTrouble } from './known-trouble.ts';
import { isMissed } from './reading.ts';

/** vCenter refused the account. Each further try is one more towards its lock, so nothing may ask again by itself. */
export const isLoginFailure = (value: unknown): boolean =>
  isMissed(value) && value.trouble === 'login-failure';

/** Words as captured from govc 0.24 to 0.56; a login failure comes first because accounts lock: it is never retried. */
export const govcTroubles: readonly KnownTrouble[] = [
  {
    name: 'login-failure',
    says: /Login failure|Cannot complete login due to an incorrect user name or password|NotAuthenticated/,
    words: found =>
      withMove({
        en: `vCenter refuses the login ("${found[0]}"). Check GOVC_USERNAME and GOVC_PASSWORD, then try again; the bot asks no more by itself, because accounts lock.`,
        ko: `vCenter 로그인 실패("${found[0]}"). GOVC_USERNAME과 GOVC_PASSWORD를 확인한 뒤 다시 시도하세요. 계정이 잠기지 않도록 봇은 스스로 재시도하지 않습니다.`,
      }),
  },
  {
    // Before 0.31 -json leaves of any refusal of vCenter's nothing but this; it may be the login, so it counts as one.
    name: 'login-failure',
    says: /^\{\s*\}$/m,
    words: () =>
      withMove({
        en: 'vCenter refuses, and govc before 0.31 says no more than "{}": most likely the login. Check GOVC_USERNAME and GOVC_PASSWORD with `govc about`, or install a newer govc, then try again; the bot asks no more by itself, because accounts lock.',
        ko: 'vCenter가 거부했지만 0.31 이전 govc는 "{}"만 출력합니다. 로그인 실패일 가능성이 큽니다. `govc about`으로 GOVC_USERNAME과 GOVC_PASSWORD를 확인하거나 govc를 올린 뒤 다시 시도하세요. 계정이 잠기지 않도록 봇은 스스로 재시도하지 않습니다.',
      }),
  },
  {
    name: 'wrong-ca',
    says: /x509: ([^\n"]+)|(host "[^"]*" thumbprint does not match)/,
    words: found => ({
      en: `vCenter's certificate is not trusted (${found[2] ?? `x509: ${found[1]}`}). Put the right CA into GOVC_TLS_CA_CERTS on the jump host.`,
      ko: `vCenter 인증서를 신뢰할 수 없습니다(${found[2] ?? `x509: ${found[1]}`}). 점프 호스트의 GOVC_TLS_CA_CERTS에 올바른 CA를 넣으세요.`,
    }),
  },
  {
    name: 'unreachable',
    says: /(?:Post|POST) "([^"]+)": [^\n]*?(connection refused|no such host|no route to host|network is unreachable|i\/o timeout|connection reset by peer|EOF)/,
    words: found => ({
      en: `vCenter does not answer at ${found[1]} (${found[2]}). Check GOVC_URL and the network; a power change already sent may go on.`,
      ko: `vCenter가 ${found[1]} 에서 응답하지 않습니다(${found[2]}). GOVC_URL과 네트워크를 확인하세요. 이미 보낸 전원 작업은 계속될 수 있습니다.`,
    }),
  },
  {
    name: 'wrong-url',
    says: /specify an ESX or vCenter URL|POST "[^"]*": (?:400|404)[^\n]*/,
    words: found => ({
      en: `GOVC_URL is not a vCenter's ("${found[0]}"). Set it to https://<vcenter>/sdk on the jump host.`,
      ko: `GOVC_URL이 vCenter 주소가 아닙니다("${found[0]}"). 점프 호스트에서 https://<vcenter>/sdk 형식으로 설정하세요.`,
    }),
  },
  {
    name: 'no-ca-file',
    says: /open (\S+): no such file or directory/,
    words: found => ({
      en: `govc cannot open ${found[1]}. Correct GOVC_TLS_CA_CERTS on the jump host.`,
      ko: `govc가 ${found[1]} 파일을 열 수 없습니다. 점프 호스트의 GOVC_TLS_CA_CERTS를 바로잡으세요.`,
    }),
  },
  {
    name: 'broken-session',
    says: /invalid character '.+' looking for beginning of value/,
    words: () => ({
      en: 'govc stumbles over a broken session file. Delete ~/.govmomi/sessions on the jump host and keep GOVC_PERSIST_SESSION=false.',
      ko: 'govc 세션 파일이 깨졌습니다. 점프 호스트의 ~/.govmomi/sessions를 지우고 GOVC_PERSIST_SESSION=false를 유지하세요.',
    }),
  },
  {
    name: 'vm-not-found',
    says: /vm '[^']+' not found|no such VM|ManagedObjectNotFound|"Fault": \{[\s\S]*"type": "VirtualMachine"/,
    words: () => ({
      en: 'vCenter has no such VM. Read its CID from the Director again; it may have been recreated under another name.',
      ko: 'vCenter에 해당 VM이 없습니다. Director에서 CID를 다시 조회하세요. recreate로 이름이 바뀌었을 수 있습니다.',
    }),
  },
  {
    name: 'ambiguous',
    says: /(\d+) objects match "[^"]+"/,
    words: found => ({
      en: `${found[1]} VMs in vCenter have that name. A person has to say which is BOSH's; the bot touches none.`,
      ko: `vCenter에 같은 이름의 VM이 ${found[1]}개 있습니다. 어느 것이 BOSH의 VM인지 사람이 확인해야 하며 봇은 아무것도 건드리지 않습니다.`,
    }),
  },
  {
    name: 'no-datacenter',
    says: /please specify a datacenter|datacenter '[^']+' not found|^\S*govc: (\S+) not found/m,
    words: () => ({
      en: 'govc does not find that datacenter or folder. Compare GOVC_DATACENTER with `govc ls /`.',
      ko: 'govc가 datacenter 또는 폴더를 찾지 못했습니다. GOVC_DATACENTER를 `govc ls /` 결과와 비교하세요.',
    }),
  },
];
