/**
 * A device that nobody has registered proves its TPM key: where partners have declared it by its names, it is the device
 * of the first who did, and the hash is its own from then on.
 */

import type { DecodedHash } from 'taxiway-hardware-hash'
import type { DeviceRecord } from '../identity/device-record.ts'
import { newRecord } from '../identity/record.ts'
import { type Declaration, declarationOf, namesIn } from '../imports/declared.ts'
import type { Examiner } from '../imports/examine-row.ts'
import { list } from '../imports/known.ts'
import type { Holder, Holders, Listing } from '../imports/slice.ts'
import type { Unclaimed } from './matched-device.ts'

export type FirstHashOf = Listing & {
  readonly holder: Holder
  readonly hash: DecodedHash
  readonly record: DeviceRecord
  /** What the listing is based on. */
  readonly seen: Holders
}

export type DeclaredDevices = {
  /** Those that wait for a hash that states these names, of all tenants, the first declared first. */
  waitingFor(stated: Declaration): Promise<readonly Holder[]>
  /** False: something else has happened to the device or to one like it meanwhile. */
  keepFirstHash(first: FirstHashOf): Promise<boolean>
  /** It was registered before its hash was known: a hash alone does not prove it. */
  wasDeclared(holder: Holder): Promise<boolean>
}

/** Undefined: nobody has declared it, or the proved key is not the one in its hash. */
export async function declaredHolder(
  declared: DeclaredDevices,
  examiner: Examiner,
  {
    unclaimed,
    provenKey,
  }: { readonly unclaimed: Unclaimed | undefined; readonly provenKey: string },
): Promise<Holder | undefined> {
  if (unclaimed?.examined.facts.ekDigest !== provenKey) return undefined
  const stated = declarationOf(namesIn(unclaimed.examined.hash), examiner)
  return stated && (await declared.waitingFor(stated))[0]
}

export async function takeFirstHash(
  declared: DeclaredDevices,
  holder: Holder,
  { examined, held }: Unclaimed,
): Promise<boolean> {
  const known = {
    tenantId: holder.tenantId,
    holders: new Map(held.holders),
    crowded: new Map(held.crowded),
  }
  return await declared.keepFirstHash({
    ...list(known, holder, examined.tokens),
    holder,
    hash: examined.hash,
    record: newRecord(examined.facts),
    seen: held,
  })
}
