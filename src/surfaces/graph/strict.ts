/**
 * The oddities of the real service that only `strict` fidelity reproduces, one function each with its
 * source. docs/differences.md lists them for users.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { DomainError } from '../../core/errors.ts'
import type { ProfileText } from '../../core/profiles/change-profile.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { answerFault } from './errors.ts'

const identities = /^\/(v1\.0|beta)\/devicemanagement\/windowsautopilotdeviceidentities(\/[^/]+)?$/

/** Refused in strict fidelity alone; undefined = it may pass. */
type Oddity = (c: Context<RequestEnv>, path: string) => Response | undefined

const oddities: readonly Oddity[] = [noWriting, noSelecting, noEquality, noHyphens]

export const strictOddities: MiddlewareHandler<RequestEnv> = async (c, next) => {
  const { path } = c.req
  if (!identities.test(path)) return await next()
  for (const oddity of oddities) {
    const answer = oddity(c, path)
    if (answer !== undefined) return answer
  }
  return await next()
}

/** Creating and patching are documented and answered with 400. [observed: microsoft-graph-docs#10749] */
function noWriting(c: Context<RequestEnv>): Response | undefined {
  if (c.req.method !== 'POST' && c.req.method !== 'PATCH') return undefined
  if (c.req.path.toLowerCase().endsWith('/deletedevices')) return undefined
  throw bad('No method match route template')
}

/** `$select` on the list is an internal error. [observed: microsoft-graph-docs#14937] */
function noSelecting(c: Context<RequestEnv>): Response | undefined {
  if (option(c, '$select') === undefined) return undefined
  return answerFault(c, 500, { code: 'InternalServerError', message: 'Internal server error' })
}

/** Only `contains` finds a serial number. [observed: microsoft-graph-docs#12174] */
function noEquality(c: Context<RequestEnv>): Response | undefined {
  if (/\bserialnumber\s+eq\b/i.test(option(c, '$filter') ?? '')) throw bad('Bad Request')
  return undefined
}

/** Nor does it where the serial number has a hyphen. [observed: msgraph-sdk-powershell#2464] */
function noHyphens(c: Context<RequestEnv>): Response | undefined {
  if (/contains\(\s*serialnumber\s*,\s*'[^']*-/i.test(option(c, '$filter') ?? ''))
    throw bad('Bad Request')
  return undefined
}

/** A hash without its padding fails the whole request. [documented: Intune troubleshooting of imports] */
export function requireBinary(text: string | null): void {
  if (text === null) return
  if (Buffer.from(text, 'base64').toString('base64') === text) return
  throw bad(`Cannot convert the literal '${text.slice(0, 100)}' to the expected type 'Edm.Binary'.`)
}

/** Names hold no punctuation, and the escape link is always hidden. [observed: a Terraform provider] */
export function checkStrictProfile({ displayName, description, experience }: ProfileText): void {
  const [found] = /[!#%^*)(+;'><-]/.exec(`${displayName}${description ?? ''}`) ?? []
  if (found !== undefined) throw bad(`The character '${found}' is not allowed in a profile's texts`)
  if (!experience.escapeLinkHidden) throw bad('escapeLinkHidden must be true')
}

function option(c: Context<RequestEnv>, name: string): string | undefined {
  const options = new URL(c.req.url).searchParams
  return [...options].find(([given]) => given.toLowerCase() === name)?.[1]
}

function bad(message: string): DomainError {
  return new DomainError('request-invalid', message)
}
