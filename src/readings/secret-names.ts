/** Words that name a secret wherever they stand in a name: `AWS_SECRET_ACCESS_KEY`, `dbPassword`, `비밀번호`. */
const anywhere =
  /passw|passphrase|passcode|passwd|secret|token|credential|authorization|cookie|api[-_. ]?key|(?:access|account|auth|client|deploy|encrypt|encryption|hmac|license|private|service|shared|sign|signing|ssh|storage|tls|rsa)[-_. ]?key|key[-_]?data|bearer|soap[-_]session|session[-_]?(?:id|key)|비밀|암호|토큰|비번|패스워드|인증키|인증 키|접속키|시크릿|개인키|액세스 ?키|api ?키|密码|密碼|口令|パスワード/i;
/** Short ones, which count as a whole word of the name only: not `compass`, `design`, `bypass`. */
const whole = /(?:^|[^a-z])(?:pass|pwd|pw|psk|pin|otp|totp|sid|creds?|jwt|auth|sig|signature)s?(?:$|[^a-z])/i;
const camel = /[a-z](?:Pass|Pwd)$/;
const glued = /(?:db|user|admin|root|my|pg|ssh|http|proxy|smtp|ldap|vc|key|store)(?:pass|pwd)$/i;
/** UAA's errors and ssh's options are about secrets and hold none. */
const harmless = /^(?:invalid_token|invalid_grant|token_type|\w*authentication|.*public[-_.]?key)$/i;

const judge = (name: string): boolean =>
  !harmless.test(name) && (anywhere.test(name) || whole.test(name) || glued.test(name) || camel.test(name));

/** The same few names come again and again. */
const judged = new Map<string, boolean>();
export const namesSecret = (name: string): boolean => {
  const short = name.slice(-160);
  const known = judged.get(short);
  if (known !== undefined) return known;
  if (judged.size > 2000) judged.clear();
  const is = judge(short);
  judged.set(short, is);
  return is;
};

/** Finds candidates quickly; `namesSecret` has the last word. One global expression without nested repeats: linear. */
export const candidate = (): RegExp =>
  /pass|secret|token|cred|authoriz|cookie|key|bearer|session|pwd|\bpw\b|psk|\bpin\b|otp|\bsid|jwt|auth|\bsig|비밀|암호|토큰|비번|패스워드|인증|시크릿|키|密|口令|パス/gi;
