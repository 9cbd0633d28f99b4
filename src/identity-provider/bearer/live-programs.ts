/**
 * Whether the program that a token was made for may still act, and with which roles: asked anew every two seconds,
 * so that a program that is stopped, deleted or given less is so on every server at once, whatever its tokens say.
 */
import type { Application, Applications } from '../../core/applications/application.ts'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import { isFirstParty } from '../core/first-party.ts'

/** How long what was found about a program or a token holds. ms */
export const rememberedFor = 2_000

const maxPrograms = 1_000

export type LiveProgram = Pick<Application, 'roles'>

/** Undefined: it is gone, or stopped, or nothing stands for it in the tenant any more. */
export type LivePrograms = (
  tenantId: TenantId,
  id: ApplicationId,
) => Promise<LiveProgram | undefined>

/** `elapsed` counts milliseconds steadily. */
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
