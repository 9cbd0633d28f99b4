/**
 * The oddities of the real service that only `strict` fidelity reproduces: one table of situations, answers and
 * sources. docs/differences.md lists them for users, with a test for each.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { DomainError } from '../../../core/errors.ts'
import type { ProfileText } from '../../../core/profiles/change-profile.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { answerFault } from '../errors.ts'
import { directorySituations } from './directory-queries.ts'
import { intuneText } from './intune-text.ts'
import type { Asked, Situation } from './situation.ts'

const identities = /^\/(v1\.0|beta)\/devicemanagement\/windowsautopilotdeviceidentities$/
const identity = /^\/(v1\.0|beta)\/devicemanagement\/windowsautopilotdeviceidentities\/[^/]+$/
const receipt =
  /^\/(v1\.0|beta)\/devicemanagement\/importedwindowsautopilotdeviceidentities\/(?!import$)[^/]+$/
const profileOfIdentity =
  /^\/beta\/devicemanagement\/windowsautopilotdeviceidentities\/[^/]+\/(?:intended)?deploymentprofile$/
const profiles = /^\/beta\/devicemanagement\/windowsautopilotdeploymentprofiles(\/\$count)?$/
/** Texts of profiles by which they can be ordered. */
const profileOrder = /^\s*(displayname|description)(\s+(asc|desc))?\s*$/i
const identifiers = /^\/beta\/devicemanagement\/importeddeviceidentities$/

function noRoute(template: string, method: string, when: Situation['when']): Situation {
  return {
    when,
    status: 400,
    code: 'No method match route template',
    message: `No OData route exists that match template ${template} with http verb ${method} for request`,
    wrapped: false,
  }
}

const situations: readonly Situation[] = [
  // [observed: microsoft-graph-docs#10749, microsoft-graph-docs-contrib#7499, #4235, microsoft-graph-docs#21543]
  noRoute('~/singleton/navigation', 'POST', (c) => c.method === 'POST' && identities.test(c.path)),
  noRoute(
    '~/singleton/navigation/key',
    'PATCH',
    (c) => c.method === 'PATCH' && (identity.test(c.path) || receipt.test(c.path)),
  ),
  // [observed: msgraph-sdk-powershell#1235, microsoft-graph-docs#14047]
  noRoute('~/singleton/navigation', 'POST', (c) => c.method === 'POST' && identifiers.test(c.path)),
  // [observed: microsoft-graph-docs-contrib#2569]
  noRoute(
    '~/singleton/navigation/key/navigation',
    'GET',
    (c) => c.method === 'GET' && profileOfIdentity.test(c.path),
  ),
  // [documented: windowsAutopilotDeploymentProfile, "$Search and $filter are not supported"]
  refusedBy(profiles, ({ option }) => {
    const order = option('$orderby')
    const isUnsorted = order !== undefined && !profileOrder.test(order)
    return option('$filter') !== undefined || option('$search') !== undefined || isUnsorted
  }),
  // [observed: microsoft-graph-docs#14937]
  {
    when: ({ method, path, option }) =>
      method === 'GET' &&
      (identities.test(path) || identity.test(path)) &&
      option('$select') !== undefined,
    status: 500,
    code: 'InternalServerError',
    message: 'An internal server error has occurred',
    wrapped: true,
  },
  // [documented: intune-enrollment-windowsautopilotdeviceidentity-list, "Equality operators … not currently supported";
  //  one script's azureActiveDirectoryDeviceId eq works: observed]
  badFilter((filter) =>
    /(?<![\w/])(?!azure(ActiveDirectory|Ad)DeviceId\b)[\w/]+\s+(eq|ne|in)\b/i.test(
      withoutTexts(filter),
    ),
  ),
  // [observed: msgraph-sdk-powershell#2464]
  badFilter((filter) => /contains\(\s*serialnumber\s*,\s*'[^']*-/i.test(filter)),
  // [observed: DeviceOffboardingManager#37, where the name of a device is empty]
  badFilter((filter) => /contains\(\s*displayname\s*,/i.test(filter)),
  ...directorySituations,
]

function badFilter(isBad: (filter: string) => boolean): Situation {
  return refusedBy(identities, ({ option }) => isBad(option('$filter') ?? ''))
}

function refusedBy(paths: RegExp, isBad: Situation['when']): Situation {
  return {
    when: (asked) => asked.method === 'GET' && paths.test(asked.path) && isBad(asked),
    status: 400,
    code: 'BadRequest',
    // [observed: msgraph-sdk-powershell#1260, #2464]
    message: 'An error has occurred',
    wrapped: true,
  }
}

function withoutTexts(filter: string): string {
  return filter.replace(/'(?:[^']|'')*'/g, "''")
}

export const strictOddities: MiddlewareHandler<RequestEnv> = async (c, next) => {
  const asked = askedOf(c)
  const found = situations.find(({ when }) => when(asked))
  if (found === undefined) return await next()
  const { status, code, wrapped } = found
  const words = typeof found.message === 'string' ? found.message : found.message(asked)
  const message = wrapped ? intuneText(c, words) : words
  return answerFault(c, status, { code, message })
}

function askedOf(c: Context<RequestEnv>): Asked {
  const options = new URL(c.req.url).searchParams
  return {
    method: c.req.method,
    path: c.req.path.toLowerCase(),
    option: (name) =>
      [...options].find(
        ([given]) => `$${given.trim().toLowerCase().replace(/^\$/, '')}` === name,
      )?.[1],
    header: (name) => c.req.header(name),
  }
}

/** A hash without padding fails the whole request. [documented: Intune troubleshooting of imports] */
export function requireBinary(text: string | null): void {
  if (text === null) return
  if (Buffer.from(text, 'base64').toString('base64') === text) return
  throw bad(`Cannot convert the literal '${text.slice(0, 100)}' to the expected type 'Edm.Binary'.`)
}

/** [observed: microsoft-graph-docs#7128] */
export function nothingToDelete(id: string, tenantId: string): DomainError {
  return bad(`Cannot find device with ztd Id ${id} and accountId ${tenantId} to delete`)
}

/** A profile is of one of two kinds, and the type that both have in common is abstract. [observed of other policies: msgraph-sdk-powershell#2742] */
export function requireConcrete(type: string | null | undefined): void {
  if (!/directorywindows|azureadwindows/i.test(type ?? ''))
    throw new DomainError('request-invalid', 'Cannot create an abstract class.')
}

/** Names contain no punctuation, and the escape link is always hidden. [observed: a Terraform provider] */
export function checkStrictProfile({ displayName, description, experience }: ProfileText): void {
  const [found] = /[!#%^*)(+;'><-]/.exec(`${displayName}${description ?? ''}`) ?? []
  if (found !== undefined) throw bad(`The character '${found}' is not allowed in a profile's texts`)
  if (!experience.escapeLinkHidden) throw bad('escapeLinkHidden must be true')
}

function bad(message: string): DomainError {
  return new DomainError('request-invalid', message)
}
