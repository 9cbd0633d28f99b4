/** Histories of devices, and identity look-ups outside of an import. */
import type { Lookup } from '../../core/conflicts/match-hash.ts'
import type { ClaimLevel, DeviceHistories } from '../../core/devices/history.ts'
import type { Wrap } from '../../core/wrap.ts'
import type { Store } from '../sql/store.ts'
import { findHolders } from './holders.ts'
import { findRecords, findWrapped, unwrapped } from './records.ts'

export function deviceHistoriesIn({ db }: Store): DeviceHistories {
  return {
    async find(tenantId, id) {
      const device = await db
        .selectFrom('device')
        .select(['claim_level', 'provisional_until', 'declared_at', 'tuple_token'])
        .where('tenant_id', '=', tenantId)
        .where('device_id', '=', id)
        .executeTakeFirst()
      if (device === undefined) return undefined
      const hashes = await db
        .selectFrom('device_hash')
        .select(['accepted_at', 'changes'])
        .where('tenant_id', '=', tenantId)
        .where('device_id', '=', id)
        .orderBy('accepted_at')
        .orderBy('hash_id')
        .execute()
      return {
        claimLevel: device.claim_level as ClaimLevel,
        ...(device.provisional_until !== null && { provisionalUntil: device.provisional_until }),
        ...(device.declared_at !== null && {
          declared: { at: device.declared_at, isWaiting: device.tuple_token !== null },
        }),
        hashes: hashes.map(({ accepted_at, changes }) => ({
          acceptedAt: accepted_at,
          changes: (changes ?? []).filter((change) => change !== ''),
        })),
      }
    },
  }
}

/** Of everything that imports are judged against, deleted devices that are reserved included. */
export function reservedLookupIn({ pool }: Pick<Store, 'pool'>, wrap: Wrap): Lookup {
  return {
    holdersOf: (tokens) => findHolders(pool, tokens),
    recordsOf: async (holders) => unwrapped(wrap, await findWrapped(pool, holders)),
  }
}

export function identityLookupIn({ pool }: Store, wrap: Wrap): Lookup {
  return {
    holdersOf: (tokens) => findHolders(pool, tokens),
    recordsOf: (holders) => findRecords(pool, wrap, holders),
  }
}
