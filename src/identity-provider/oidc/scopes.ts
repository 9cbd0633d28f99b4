/**
 * Scopes as clients of Entra write them, `{resource}/{name}`, taken apart into a resource and plain names.
 *
 * The resource may be left out, and is Microsoft Graph then. `.default` stands for everything that the
 * application is registered for. [documented: Microsoft identity platform, scopes and permissions]
 */
import { graphApplicationId, graphOrigin as graphResource } from 'taxiway-autopilot'
import { Refused } from './faults/fault.ts'
import { severalResources, unknownScope } from './faults/scope-faults.ts'

/** Scopes of OpenID Connect itself; they belong to no resource. */
export const openIdScopes = ['openid', 'profile', 'email', 'offline_access']

const everything = '.default'

export type RequestedScopes = {
  readonly openId: readonly string[]
  readonly resource: string
  /** Plain names; without `.default`. */
  readonly names: readonly string[]
  readonly hasDefault: boolean
}

/** Throws Refused where they name several resources or are malformed. */
export function parseScopes(text: string): RequestedScopes {
  const all = [...new Set(text.split(/\s+/).filter((scope) => scope !== ''))]
  const openId = all.filter((scope) => openIdScopes.includes(scope.toLowerCase()))
  const others = all.filter((scope) => !openId.includes(scope)).map(splitScope)
  const resources = new Set(others.map(({ resource }) => resource))
  if (resources.size > 1) throw new Refused(severalResources([...resources]))
  const [resource = graphResource] = resources
  const names = others.map(({ name }) => name)
  return {
    openId: openId.map((scope) => scope.toLowerCase()),
    resource,
    names: names.filter((name) => name !== everything),
    hasDefault: names.includes(everything),
  }
}

/** As the answer to a client names them: it looks tokens up by the names that it asked for. */
export function writtenScopes(resource: string, names: readonly string[]): readonly string[] {
  return names.map((name) => (openIdScopes.includes(name) ? name : `${resource}/${name}`))
}

/** Without trailing slash and in lower case; Graph can also be named by its application id. */
export function canonicalResource(resource: string): string {
  const plain = resource.replace(/\/+$/, '')
  const lower = plain.toLowerCase()
  if (lower === graphApplicationId || lower === graphResource) return graphResource
  return lower.startsWith('https://') ? lower : plain
}

function splitScope(scope: string): { readonly resource: string; readonly name: string } {
  const slash = scope.lastIndexOf('/')
  const name = scope.slice(slash + 1)
  if (!/^[\w.-]{1,100}$/.test(name)) throw new Refused(unknownScope(scope))
  const canonical = name.toLowerCase() === everything ? everything : name
  if (slash <= 0) return { resource: graphResource, name: canonical }
  return { resource: canonicalResource(scope.slice(0, slash)), name: canonical }
}
