/** oidc-provider's memory on our port: one adapter per kind of thing it remembers. */
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { ApplicationId, TenantId } from '../../core/ids.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { ProtocolState, State } from '../core/protocol-state.ts'

/** What a grant takes along when it ends. A sign-in on its way names a grant too and goes on without it. */
const endsWithGrant = ['AccessToken', 'AuthorizationCode', 'RefreshToken', 'DeviceCode']

/** What programs hold: they learn that it has expired, and not that it never existed. */
const knownWhenExpired = ['AuthorizationCode', 'RefreshToken', 'DeviceCode']

export function stateAdapter(state: ProtocolState, tenantId: TenantId, kind: string): Adapter {
  const place = { tenantId, kind }
  return {
    upsert: kind === 'ReplayDetection' ? putFirst : put,
    find: async (id) =>
      toPayload(
        knownWhenExpired.includes(kind)
          ? await state.findEvenExpired({ ...place, id })
          : await state.find({ ...place, id }),
      ),
    findByUid: async (uid) => toPayload(await state.findByName(place, { sessionUid: uid })),
    findByUserCode: async (userCode) => toPayload(await state.findByName(place, { userCode })),
    consume,
    destroy: (id) => state.destroy({ ...place, id }),
    revokeByGrantId: (grantId) => state.destroyGrant(tenantId, grantId),
  }

  async function put(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { grantId, uid, userCode } = payload
    const sessionUid = uid ?? payload.sessionUid
    await state.put(
      { ...place, id },
      { ...payload },
      {
        ...(grantId !== undefined && endsWithGrant.includes(kind) && { grantId }),
        ...(sessionUid !== undefined && { sessionUid }),
        ...subjectsOf(payload),
        ...(userCode !== undefined && { userCode }),
        ...(expiresIn !== undefined && { expiresIn }),
      },
    )
  }

  /** The provider looks before it stores; of two requests at the same moment this still lets one through only. */
  async function putFirst(id: string, payload: AdapterPayload, expiresIn = 3600): Promise<void> {
    if (await state.putOnce({ ...place, id }, { ...payload }, expiresIn)) return
    throw new errors.InvalidClientAuth('client assertion tokens must only be used once')
  }

  /** The provider looks before it consumes; who loses that race has used a thing twice, which ends its grant. */
  async function consume(id: string): Promise<void> {
    const key = { ...place, id }
    if (await state.consume(key)) return
    const grantId = (await state.find(key))?.payload['grantId']
    if (typeof grantId === 'string') {
      await state.destroyGrant(tenantId, grantId)
      await state.destroy({ tenantId, kind: 'Grant', id: grantId })
    }
    throw new errors.InvalidGrant(`${kind} already used`)
  }
}

/** Of a sign-in on its way, the person who has signed in; of what came out of one, its program and person. */
function subjectsOf({ clientId, accountId, params, result, session }: AdapterPayload) {
  const applicationId = uuidIn(clientId ?? params?.['client_id'])
  const personId = uuidIn(accountId ?? result?.login?.accountId ?? session?.accountId)
  return {
    ...(applicationId !== undefined && { applicationId: applicationId as ApplicationId }),
    ...(personId !== undefined && { personId }),
  }
}

function uuidIn(value: unknown): string | undefined {
  return typeof value === 'string' ? parseUuid(value) : undefined
}

/**
 * The provider wants the time of use inside the payload, in seconds, and uses real time, where the server's
 * clock may be an emulator's: what is left by that clock is left by the provider's.
 */
function toPayload(state: State | undefined): AdapterPayload | undefined {
  if (state === undefined) return undefined
  const { payload, consumedAt, secondsLeft } = state
  return {
    ...payload,
    ...(secondsLeft !== undefined && { exp: Math.floor(Date.now() / 1000 + secondsLeft) }),
    ...(consumedAt && { consumed: Math.floor(consumedAt.getTime() / 1000) }),
  }
}
