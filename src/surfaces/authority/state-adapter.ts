/** oidc-provider's memory on our port: one adapter per kind of thing it remembers. */
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { ProtocolState, State } from '../../core/access/protocol-state.ts'
import type { TenantId } from '../../core/ids.ts'

export function stateAdapter(state: ProtocolState, tenantId: TenantId, kind: string): Adapter {
  const place = { tenantId, kind }
  return {
    async upsert(id, payload, expiresIn) {
      const { grantId, uid, userCode } = payload
      await state.put(
        { ...place, id },
        { ...payload },
        {
          ...(grantId !== undefined && { grantId }),
          ...(uid !== undefined && { sessionUid: uid }),
          ...(userCode !== undefined && { userCode }),
          ...(expiresIn !== undefined && { expiresIn }),
        },
      )
    },
    find: async (id) => toPayload(await state.find({ ...place, id })),
    findByUid: async (uid) => toPayload(await state.findByName(place, { sessionUid: uid })),
    findByUserCode: async (userCode) => toPayload(await state.findByName(place, { userCode })),
    consume: (id) => state.consume({ ...place, id }),
    destroy: (id) => state.destroy({ ...place, id }),
    revokeByGrantId: (grantId) => state.destroyGrant(tenantId, grantId),
  }
}

/** The provider wants the time of use inside the payload, in seconds. */
function toPayload(state: State | undefined): AdapterPayload | undefined {
  if (state === undefined) return undefined
  const { payload, consumedAt } = state
  return { ...payload, ...(consumedAt && { consumed: Math.floor(consumedAt.getTime() / 1000) }) }
}
