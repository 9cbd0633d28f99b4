/** Webhooks with what people have to know of the account that answers for them. */
import type { EventType } from '../events/event-types.ts'
import type { Standing } from '../standing/standing.ts'
import { nameOfAnswering, reachOf, withheldTypes } from './answering.ts'
import type { Webhook } from './webhook.ts'

export type Described = Webhook & {
  readonly answeredBy: string
  /** Types that it was to deliver and does not, since the account may not read them any more. */
  readonly withheld: readonly EventType[]
}

export async function describe(standing: Standing, webhook: Webhook): Promise<Described> {
  const withheld = withheldTypes(webhook, await reachOf(standing, webhook))
  return { ...webhook, withheld, answeredBy: nameOfAnswering(webhook) }
}

export async function describeAll(
  standing: Standing,
  webhooks: readonly Webhook[],
): Promise<readonly Described[]> {
  const once = readOnce(standing)
  return await Promise.all(webhooks.map((webhook) => describe(once, webhook)))
}

/** One account may answer for many. */
function readOnce(standing: Standing): Standing {
  const known = new Map<string, ReturnType<Standing['permissionsOf']>>()
  return {
    ...standing,
    permissionsOf(tenantId, actor) {
      const key = JSON.stringify([tenantId, actor])
      const found = known.get(key) ?? standing.permissionsOf(tenantId, actor)
      known.set(key, found)
      return found
    },
  }
}
