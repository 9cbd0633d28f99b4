/**
 * A dry run: what an import of this hash would match among the tenant's own devices, and why. Devices of other
 * tenants are excluded, because a look-up that covered them would reveal who owns what.
 */
import { DomainError } from '../errors.ts'
import { type Candidate, type Judgement, judge } from '../identity/judge.ts'
import { explain } from '../identity/sentence.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { type Examiner, identifiedHash } from '../imports/examine-row.ts'
import { holdersOfRows } from '../imports/look-up.ts'
import type { OpenSlice } from '../imports/slice.ts'

export type Match = {
  readonly judgement: Judgement<DeviceId>
  readonly sentence: string
  /** Identifiers of the hash that identify nothing, by field. */
  readonly junk: readonly string[]
}

/** Queries about registered devices, outside of any import. */
export type Lookup = Pick<OpenSlice, 'holdersOf' | 'recordsOf'>

export async function matchHash(
  lookup: Lookup,
  examiner: Examiner,
  { tenantId, hardwareHash }: { tenantId: TenantId; hardwareHash: Uint8Array | null },
): Promise<Match> {
  const examined = identifiedHash(hardwareHash, examiner)
  if (examined === undefined) {
    throw new DomainError(
      'request-invalid',
      'hardwareIdentifier: this is not an intact hardware hash.',
    )
  }
  const found = await holdersOfRows(lookup, [examined])
  const holders = [...found.holders.values()].flat()
  const own = holders.filter((holder) => holder.tenantId === tenantId)
  const records = own.length === 0 ? new Map() : await lookup.recordsOf(own)
  const candidates = [...records].map(([id, record]): Candidate<DeviceId> => ({ id, record }))
  const judgement = judge(examined.facts, candidates)
  const junk = examined.facts.junk.map(({ field }) => field)
  return { judgement, sentence: explain(judgement), junk }
}
