/** What a person at a command line can do about a failed request, and its exit code. */
import {
  ConnectionError,
  type ConnectionFault,
  GraphError,
  NoResponseError,
  RequestError,
  UnexpectedAnswerError,
} from 'taxiway-graph-client'
import { CliError, exitCodes, type Remedy } from '../exit.ts'
import { counted } from '../terminal/output.ts'

/** `error` with its hint, if it is one of a request; anything else as it is. */
export function withHint(error: unknown): unknown {
  if (!(error instanceof RequestError)) return error
  return new CliError(error.message, { ...remedyFor(error), cause: error })
}

function remedyFor(error: RequestError): Remedy {
  if (error instanceof GraphError) return remedyForStatus(error)
  if (error instanceof NoResponseError) return error.status === 500 ? {} : later
  if (error instanceof ConnectionError) return { hint: connectionHints[error.fault] }
  return error instanceof UnexpectedAnswerError ? unexpectedAnswers[error.kind] : {}
}

/** As Taxiway and Graph say it. [observed: "Application must have one of the following scopes"] */
const saysWhatIsMissing = /\b(needs?|must have|requires?|may|only)\b/i

const somethingMissing =
  'Grant what is missing: an application needs the permission DeviceManagementServiceConfig.ReadWrite.All ' +
  '(…Read.All to list), and a person also a role that permits it'

const later: Remedy = { exitCode: exitCodes.tryLater, hint: 'Run the same command again later.' }

const connectionHints: Readonly<Record<ConnectionFault, string>> = {
  refused: 'Start it with: npm start (or sign in elsewhere: taxiway login --url <server>)',
  untrusted:
    'Name the certificate authority of the server: ' +
    'taxiway login --url <server> --ca <its data folder>/ca.pem, or set NODE_EXTRA_CA_CERTS to that file.',
  'other-name':
    'Use the name in the certificate, or give the server one for this name (TAXIWAY_TLS_CERT).',
  'not-valid-today': 'Check the clock of this machine, or renew the certificate of the server.',
  'unknown-host': 'Check the address (taxiway context list) and the network.',
  'no-https': 'Check the address: taxiway context list',
  redirected:
    'Check the address (taxiway context list), and whether a proxy or the network wants a sign-in first.',
}

const unexpectedAnswers: Readonly<Record<UnexpectedAnswerError['kind'], Remedy>> = {
  'not-json': {
    hint: 'Check that the address is one of Microsoft Graph or of a Taxiway server (taxiway context list), and that no proxy answers in its place.',
  },
  'error-inside': later,
  'page-repeated': {},
  'page-elsewhere': {
    hint: 'If this is also a name of the server, set its TAXIWAY_PUBLIC_URL and sign in to that address.',
  },
}

function remedyForStatus({ status, message, retryAfter }: GraphError): Remedy {
  if (status === 401)
    return { exitCode: exitCodes.notPermitted, hint: 'Sign in again: taxiway login' }
  if (status === 403) {
    return {
      exitCode: exitCodes.notPermitted,
      hint: `${saysWhatIsMissing.test(message) ? 'Have an administrator of the tenant grant that' : somethingMissing}, or choose another sign-in: taxiway context use <name>`,
    }
  }
  if (![408, 429, 503].includes(status)) return {}
  return retryAfter === undefined || retryAfter < 1
    ? later
    : { ...later, hint: `Run the same command again in ${duration(retryAfter)}.` }
}

function duration(seconds: number): string {
  return seconds < 120 ? counted(seconds, 'second') : counted(Math.ceil(seconds / 60), 'minute')
}
