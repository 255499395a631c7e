/** What govc says on stderr before it exits 1, behind its own name. */
export class Fault extends Error {
  override name = 'Fault';
  /** What -json prints on stderr instead; most errors stay plain text. */
  readonly json: unknown;
  constructor(message: string, json?: unknown) {
    super(message);
    this.json = json;
  }
}

/** A SOAP fault, e.g. a failed login. */
export const soapFault = (text: string, detail: unknown = {}): Fault =>
  new Fault(`ServerFaultCode: ${text}`, {
    Fault: {
      XMLName: { Space: 'http://schemas.xmlsoap.org/soap/envelope/', Local: 'Fault' },
      Code: 'ServerFaultCode',
      String: text,
      Detail: { Fault: detail },
    },
  });

/** Usage goes to stderr, without govc's name in front, and is an error as well. */
export class Usage extends Fault {
  override name = 'Usage';
}

/** The thing looked for is not there. Some commands swallow it. */
export class NotFound extends Fault {
  override name = 'NotFound';
}
