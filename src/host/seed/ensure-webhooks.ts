/** Webhooks of a seed, each added once; the seed is the operator's, who may place them in the private network. */
import type { TenantId, WebhookId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import { parseSecret } from '../../core/webhooks/signature.ts'
import type { Webhooks } from '../../core/webhooks/webhook.ts'
import type { Grants } from './grants.ts'
import type { SeedTenant } from './seed-shape.ts'

type Seeded = { readonly tenantId: TenantId; readonly grants: Grants }

export async function ensureWebhooks(
  given: SeedTenant['webhooks'],
  { tenantId, grants }: Seeded,
  webhooks: Webhooks,
): Promise<void> {
  const held = (await webhooks.list(tenantId)).map(({ url }) => url)
  const wanted = given.map((each) => ({ ...each, url: new URL(each.url).href }))
  const subjects = wanted.map(({ url }) => url)
  const still = await grants.still({ kind: 'webhook', subjects, held })
  for (const { secret: text, privateNetwork, ...settings } of wanted) {
    const { url } = settings
    const secret = parseSecret(text)
    if (secret === undefined || held.includes(url) || !still.includes(url)) continue
    const id = newUuid() as WebhookId
    await webhooks.add({ ...settings, id, tenantId, secret, createdBy: 'seed' })
    if (privateNetwork)
      await webhooks.markNetwork({ tenantId, id, url, allowed: true, actingIn: tenantId })
    await webhooks.sendOwn({ tenantId, id, actingIn: tenantId }, 'webhook.verify')
  }
}
