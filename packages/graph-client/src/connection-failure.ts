/** What `fetch` throws, told apart by the network codes of Node, OpenSSL and undici. Browsers do not say why. */
import {
  ConnectionError,
  type ConnectionFault,
  NoResponseError,
  type RequestError,
} from './errors.ts'

type Known = {
  readonly fault: ConnectionFault
  readonly codes: RegExp
  readonly says: (url: URL, code: string) => string
}

const knownFaults: readonly Known[] = [
  {
    fault: 'refused',
    codes: /^ECONNREFUSED$/,
    says: ({ origin }) => `Nothing answers at ${origin}: the server is not running.`,
  },
  {
    fault: 'untrusted',
    codes: /^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_(SIGNATURE|UNTRUSTED|REJECTED)|INVALID_CA)/,
    says: ({ origin }, code) => `The certificate of ${origin} is not trusted (${code}).`,
  },
  {
    fault: 'other-name',
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    says: ({ origin, hostname }) =>
      `The certificate of ${origin} is for another name than ${hostname}.`,
  },
  {
    fault: 'not-valid-today',
    codes: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    says: ({ origin }, code) => `The certificate of ${origin} is not valid today (${code}).`,
  },
  {
    fault: 'unknown-host',
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    says: ({ hostname }) => `There is no server of the name ${hostname}.`,
  },
  {
    fault: 'no-https',
    codes: /^(ERR_SSL|EPROTO)/,
    says: ({ origin }) => `${origin} does not speak HTTPS.`,
  },
  {
    fault: 'redirected',
    codes: /^unexpected redirect$/,
    says: ({ origin }) => `${origin} does not answer itself but points to another address.`,
  },
]

/** The network code inside what `fetch` threw, for example `ECONNREFUSED`; in browsers `TypeError`. */
export function networkCode(error: unknown): string {
  const { cause, name } = error as Error
  const { code, message } = (cause ?? {}) as { readonly code?: string; readonly message?: string }
  return code ?? message ?? name
}

/** What `fetch` threw when it asked `url`. */
export function connectionFailure(cause: unknown, url: string): RequestError {
  const code = networkCode(cause)
  const target = new URL(url)
  const known = knownFaults.find(({ codes }) => codes.test(code))
  if (known !== undefined)
    return new ConnectionError(known.says(target, code), { url, fault: known.fault, cause })
  const late = code === 'TimeoutError' || code.includes('TIMEOUT')
  const message = late
    ? `${target.origin} did not answer in time.`
    : `The connection to ${target.origin} broke (${code}).`
  return new NoResponseError(message, { url, cause, mayStillArrive: late })
}
