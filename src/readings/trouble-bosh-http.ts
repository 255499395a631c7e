import { withMove } from '../words.ts';
import type { KnownTrouble } from './known-trouble.ts';

const gone =
  'connection refused|no such host|no route to host|network is unreachable|i\\/o timeout|connection reset by peer|EOF';

/** On the way to UAA, which is not on the way to the Director: the most telling first. */
export const uaaTroubles: readonly KnownTrouble[] = [
  {
    name: 'uaa-wrong-ca',
    says: /\/oauth\/token'[\s\S]{0,400}?x509: ([^\n"\\]+)/,
    words: found =>
      withMove({
        en: `UAA's certificate is not trusted (x509: ${found[1]}). Add the CA that signed it to BOSH_CA_CERT, beside the Director's, then try again.`,
        ko: `UAA 인증서를 신뢰할 수 없습니다(x509: ${found[1]}). BOSH_CA_CERT에 Director CA와 함께 UAA 인증서의 CA도 넣은 뒤 다시 시도하세요.`,
      }),
  },
  {
    name: 'uaa-unreachable',
    says: new RegExp(`Performing request POST '([^']+/oauth/token)'[\\s\\S]{0,400}?(${gone})`, 'i'),
    words: found =>
      withMove({
        en: `UAA does not answer at ${found[1]} (${found[2]}), so nobody gets a token. Check the network to it and the uaa process on the Director's VM, then try again.`,
        ko: `UAA가 ${found[1]} 에서 응답하지 않아(${found[2]}) 토큰을 받을 수 없습니다. 네트워크와 Director VM의 uaa 프로세스를 확인한 뒤 다시 시도하세요.`,
      }),
  },
  {
    name: 'token-expired',
    says: /invalid_token|\btoken (?:has |is )?expired\b|expired token/i,
    words: () =>
      withMove({
        en: 'The token has expired and no new one was granted. Compare the clocks of the jump host and the Director, and log in anew (`bosh log-in`) where the client is a person’s, then try again.',
        ko: '토큰이 만료되었고 새 토큰을 받지 못했습니다. 점프 호스트와 Director의 시각을 비교하고, 개인 계정이면 `bosh log-in`으로 다시 로그인한 뒤 다시 시도하세요.',
      }),
  },
  {
    name: 'uaa-refused',
    says: /UAA responded with non-successful status code '(4\d\d)'/,
    words: found =>
      withMove({
        en: `UAA does not know the bot's client or its secret (${found[1]}). Compare BOSH_CLIENT and BOSH_CLIENT_SECRET with the client in UAA (\`uaac client get\`), then try again.`,
        ko: `UAA가 봇의 client 또는 secret을 인정하지 않습니다(${found[1]}). BOSH_CLIENT와 BOSH_CLIENT_SECRET을 UAA의 client(\`uaac client get\`)와 비교한 뒤 다시 시도하세요.`,
      }),
  },
  {
    name: 'uaa-error',
    says: /UAA responded with non-successful status code '(5\d\d)'/,
    words: found =>
      withMove({
        en: `UAA answered ${found[1]}: it is unwell, the Director may be well. Look at the uaa process and its log on the Director's VM, then try again.`,
        ko: `UAA가 ${found[1]} 오류를 반환했습니다. Director가 아니라 UAA 문제입니다. Director VM의 uaa 프로세스와 로그를 확인한 뒤 다시 시도하세요.`,
      }),
  },
];

/** The Director's own status codes, after every sentence that its body told. */
export const directorAnswers: readonly KnownTrouble[] = [
  {
    name: 'not-admin',
    says: /status code '401' response 'Not authorized: '\/(?:vms|task)\//,
    words: () => ({
      en: "The Director lets the bot's client in but not do this (401): delete-vm needs the scope bosh.admin. Set BOSH_ACT_CLIENT to a client that has it, or let an admin do this step by hand.",
      ko: 'Director가 봇의 client에 이 작업을 허용하지 않습니다(401). delete-vm에는 bosh.admin 권한이 필요합니다. 권한이 있는 client를 BOSH_ACT_CLIENT에 설정하거나 관리자가 이 단계를 직접 수행하세요.',
    }),
  },
  {
    name: 'unauthorized',
    says: /status code '401'/,
    words: () =>
      withMove({
        en: "The Director refuses the bot's login (401), with a new token too where it has UAA. Check BOSH_CLIENT and BOSH_CLIENT_SECRET, and with UAA the client's scopes, then try again.",
        ko: 'Director가 봇의 로그인을 거부했습니다(401). UAA라면 새 토큰도 거부된 것입니다. BOSH_CLIENT와 BOSH_CLIENT_SECRET을, UAA라면 client의 scope도 확인한 뒤 다시 시도하세요.',
      }),
  },
  {
    name: 'not-found',
    says: /status code '404' response '([^\n]{0,120}?)'?$/m,
    words: found => ({
      en: `The Director knows no such thing (404: ${found[1]}). Check that BOSH_ENVIRONMENT is the Director itself, and compare its version with docs/operations.md.`,
      ko: `Director에 해당 항목이 없습니다(404: ${found[1]}). BOSH_ENVIRONMENT가 Director 주소인지 확인하고 버전을 docs/operations.md와 비교하세요.`,
    }),
  },
  {
    name: 'director-error',
    says: /status code '500'/,
    words: () =>
      withMove({
        en: 'The Director failed inside (500). Look at its log (/var/vcap/sys/log/director on its VM) and at `bosh tasks --recent --all` before you try again.',
        ko: 'Director 내부 오류입니다(500). Director VM의 /var/vcap/sys/log/director 로그와 `bosh tasks --recent --all`을 확인한 뒤 다시 시도하세요.',
      }),
  },
  {
    name: 'director-not-up',
    says: /status code '503'/,
    words: () =>
      withMove({
        en: 'The Director is not up yet or is being stopped (503). Wait a minute, then try again; if it stays, look at `monit summary` on its VM.',
        ko: 'Director가 아직 기동 중이거나 정지 중입니다(503). 1분 뒤 다시 시도하고, 계속되면 Director VM에서 `monit summary`를 확인하세요.',
      }),
  },
  {
    name: 'director-not-up',
    // What the CLI says when a GET was answered 502, 503 or 504 at each of its five tries: not which. JSON escapes the brackets.
    says: /Retry: (?:<|\\u003c)nil cause/,
    words: () =>
      withMove({
        en: 'The Director, or a proxy in front of it, answered 502, 503 or 504 five times (bosh does not say which): it is not up yet or is being stopped. Wait a minute, then try again; if it stays, look at `monit summary` on its VM.',
        ko: 'Director 또는 앞단 프록시가 502, 503, 504 중 하나로 다섯 번 응답했습니다(bosh는 어느 것인지 알려 주지 않습니다). 아직 기동 중이거나 정지 중입니다. 1분 뒤 다시 시도하고, 계속되면 Director VM에서 `monit summary`를 확인하세요.',
      }),
  },
  {
    name: 'gateway',
    says: /status code '(5\d\d)'/,
    words: found =>
      withMove({
        en: `Something in front of the Director answered ${found[1]}. Check nginx on its VM and any proxy between it and the jump host, then try again.`,
        ko: `Director 앞단에서 ${found[1]} 오류가 반환되었습니다. Director VM의 nginx와 중간 프록시를 확인한 뒤 다시 시도하세요.`,
      }),
  },
  {
    name: 'refused',
    says: /status code '(4\d\d)' response '([^'\n]{0,120})/,
    words: found => ({
      en: `The Director refused the request (${found[1]}: ${found[2]}). Compare its version with docs/operations.md.`,
      ko: `Director가 요청을 거부했습니다(${found[1]}: ${found[2]}). Director 버전을 docs/operations.md와 비교하세요.`,
    }),
  },
];
