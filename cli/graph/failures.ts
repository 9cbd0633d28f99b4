/** Everything that can go wrong between this machine and Graph, in words: what, where, and the cure. */
import { CliError, exitCodes, type Remedy } from '../exit.ts'
import { retryAfter } from './retry-after.ts'
import type { Answer } from './send.ts'

/** Graph answered with a failure. */
export class GraphError extends CliError {
  readonly status: number
  /** Seconds until it is worth asking again; undefined when the answer does not say. */
  readonly retryAfter: number | undefined

  constructor(message: string, { status, retryAfter, ...remedy }: GraphRemedy) {
    super(message, remedy)
    this.status = status
    this.retryAfter = retryAfter
  }
}

type GraphRemedy = Remedy & { readonly status: number; readonly retryAfter?: number | undefined }

/** No answer came, or none that tells: whether the request was carried out is unknown. */
export class NoAnswer extends CliError {
  /** Whether it may be carried out even now, so that asking the server would be too early. */
  readonly mayStillArrive: boolean

  constructor(
    message: string,
    { mayStillArrive, ...remedy }: Remedy & { readonly mayStillArrive: boolean },
  ) {
    super(message, remedy)
    this.mayStillArrive = mayStillArrive
  }
}

/** The network code inside what `fetch` threw, for example `ECONNREFUSED`. */
export function networkCode(error: unknown): string {
  const { cause, name } = error as Error
  const { code, message } = (cause ?? {}) as Partial<NodeJS.ErrnoException>
  return code ?? message ?? name
}

type Trouble = {
  readonly codes: RegExp
  readonly says: (url: URL, code: string) => string
  readonly cure: string
}

/** What the network codes of Node, OpenSSL and undici mean to a person. */
const troubles: readonly Trouble[] = [
  {
    codes: /^ECONNREFUSED$/,
    says: ({ origin }) => `Nothing answers at ${origin}: the server is not running.`,
    cure: 'Start it with: npm start (or sign in elsewhere: taxiway login --url <server>)',
  },
  {
    codes: /^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_(SIGNATURE|UNTRUSTED|REJECTED)|INVALID_CA)/,
    says: ({ origin }, code) => `The certificate of ${origin} is not trusted (${code}).`,
    cure:
      'Name the certificate authority of the server: ' +
      'taxiway login --url <server> --ca <its data folder>/ca.pem, or set NODE_EXTRA_CA_CERTS to that file.',
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    says: ({ origin, hostname }) =>
      `The certificate of ${origin} is for another name than ${hostname}.`,
    cure: 'Use the name in the certificate, or give the server one for this name (TAXIWAY_TLS_CERT).',
  },
  {
    codes: /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    says: ({ origin }, code) => `The certificate of ${origin} is not valid today (${code}).`,
    cure: 'Check the clock of this machine, or renew the certificate of the server.',
  },
  {
    codes: /^(ENOTFOUND|EAI_AGAIN)$/,
    says: ({ hostname }) => `There is no server of the name ${hostname}.`,
    cure: 'Check the address (taxiway context list) and the network.',
  },
  {
    codes: /^(ERR_SSL|EPROTO)/,
    says: ({ origin }) => `${origin} does not speak HTTPS.`,
    cure: 'Check the address: taxiway context list',
  },
]

/** What `fetch` threw when it asked `url`. */
export function networkFailure(cause: unknown, url: string): CliError {
  const code = networkCode(cause)
  const target = new URL(url)
  const known = troubles.find(({ codes }) => codes.test(code))
  if (known !== undefined)
    return new CliError(known.says(target, code), { cure: known.cure, cause })
  const late = code === 'TimeoutError' || code.includes('TIMEOUT')
  const message = late
    ? `${target.origin} did not answer in time.`
    : `The connection to ${target.origin} broke (${code}).`
  return new NoAnswer(message, { ...later, cause, mayStillArrive: late })
}

const later: Remedy = { exitCode: exitCodes.tryLater, cure: 'Run the same command again later.' }

type GraphWords = {
  readonly code?: string
  readonly message?: string
  readonly innerError?: Readonly<Record<string, string>>
}

/** Graph puts an object into `error`, a token endpoint a name. */
type ErrorBody = { readonly error?: GraphWords | string; readonly error_description?: string }

/** What Graph's failing answer means. */
export function graphFailure({ status, url, headers, text }: Answer): CliError {
  const error = wordsOf(parsed(text))
  const requestId = error?.innerError?.['request-id'] ?? headers.get('request-id')
  const said = [error?.code, readable(error?.message ?? '')].filter(Boolean).join(': ')
  const where = requestId ? ` (request-id ${requestId})` : ''
  const message = `${new URL(url).origin} answered ${status}${said ? ` ${said}` : ''}${where}.`
  const remedy = { status, ...remedyFor(status) }
  const wait = retryAfter(headers.get('retry-after'))
  const seconds = wait === undefined ? undefined : Math.ceil(wait / 1000)
  return [500, 502, 504].includes(status)
    ? new NoAnswer(message, { ...remedy, mayStillArrive: status !== 500 })
    : new GraphError(message, { ...remedy, retryAfter: seconds })
}

function remedyFor(status: number): Remedy {
  if (status === 401)
    return { exitCode: exitCodes.notPermitted, cure: 'Sign in again: taxiway login' }
  if (status === 403) {
    return {
      exitCode: exitCodes.notPermitted,
      cure:
        'Give the application the permission DeviceManagementServiceConfig.ReadWrite.All ' +
        '(…Read.All is enough to list), or choose another sign-in: taxiway context use <name>',
    }
  }
  if ([408, 429, 502, 503, 504].includes(status)) {
    return later
  }
  return {}
}

/** Of a token endpoint's description the first sentence; the rest is general advice and ids. */
function wordsOf({ error, error_description: description }: ErrorBody): GraphWords | undefined {
  if (typeof error !== 'string') return error
  return { code: error, message: description?.split(/\.\s/)[0] ?? '' }
}

/** Intune puts a JSON text into `message`; its `Message` is the sentence (observed). */
function readable(message: string): string {
  try {
    const { Message } = JSON.parse(message)
    return typeof Message === 'string' ? (Message.split(' - Operation ID')[0] ?? Message) : message
  } catch {
    return message.replace(/\.$/, '')
  }
}

function parsed(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
