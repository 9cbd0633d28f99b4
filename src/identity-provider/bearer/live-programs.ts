/**
 * Whether a token's application may still act, and with which roles: looked up every two seconds, so that a change
 * to an application takes effect on every server at once, whatever its tokens say.
 */
import type { Application, Applications } from '../../core/applications/application.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import { isFirstParty } from '../core/first-party.ts'

/** How long a result about an application or a token is cached. ms */
export const rememberedFor = 2_000

const maxPrograms = 1_000

export type LiveProgram = Pick<Application, 'roles'>

/** Undefined: it was deleted or disabled, or no longer has a service principal in the tenant. */
export type LivePrograms = (
  tenantId: TenantId,
  id: ApplicationId,
) => Promise<LiveProgram | undefined>

/** `elapsed` counts milliseconds monotonically. */
export function livePrograms(
  applications: Pick<Applications, 'find'>,
  elapsed: () => number = () => performance.now(),
): LivePrograms {
  const known = new Map<string, { readonly found: ReturnType<LivePrograms>; readonly at: number }>()

  const ask: LivePrograms = async (tenantId, id) => {
    const found = await applications.find(tenantId, id)
    return found?.enabled === true && found.hasPrincipal ? found : undefined
  }

  return (tenantId, id) => {
    if (isFirstParty(id)) return Promise.resolve({ roles: [] })
    const key = `${tenantId} ${id}`
    const remembered = known.get(key)
    if (remembered && elapsed() - remembered.at < rememberedFor) return remembered.found
    known.delete(key)
    const found = ask(tenantId, id)
    known.set(key, { found, at: elapsed() })
    found.catch(() => known.delete(key))
    const oldest = known.keys().next()
    if (known.size > maxPrograms && !oldest.done) known.delete(oldest.value)
    return found
  }
}
