/** What a row says before any look-up: unusable, or a hash with its facts and tokens. */
import type { RefusalName } from 'taxiway-autopilot'
import { type DecodedHash, decodeHardwareHash, isUsableHash } from 'taxiway-hardware-hash'
import type { DenyList } from '../identity/deny-list.ts'
import { factsOf, type IdentityFacts } from '../identity/facts.ts'
import { type IdentityToken, identityTokens } from '../identity/identity-tokens.ts'
import type { Tokens } from '../identity/tokens.ts'
import { maxTextLength } from '../storable-text.ts'
import type { Declaration } from './declared.ts'
import { emptyRow } from './imported-device.ts'
import type { PendingRow } from './slice.ts'

export type Identified = {
  readonly row: PendingRow
  readonly hash: DecodedHash
  readonly facts: IdentityFacts
  readonly tokens: readonly IdentityToken[]
}

export type Examined =
  | Identified
  | {
      readonly row: PendingRow
      readonly refusal: RefusalName
      /** Present: where the tenant lets partners declare devices, the row declares one instead. */
      readonly declaration?: Declaration
    }

export type Examiner = { readonly tokens: Tokens; readonly denyList: DenyList }

/** Far longer than any maker's, and short enough for an index; in characters. */
const maxSerialNumberLength = maxTextLength

/** A hash that identifies no device is as unusable as a damaged one: its device could never be recognized. */
export function examineRow(row: PendingRow, { tokens, denyList }: Examiner): Examined {
  if (row.hardwareHash === null) {
    const nameless = row.serialNumber === null && row.productKey === null
    return {
      row,
      refusal: nameless ? 'MissingZtdSerialNumberAndProductKey' : 'InvalidZtdHardwareHash',
    }
  }
  const examined = examineBytes(row.hardwareHash, { tokens, denyList })
  return examined === null ? { row, refusal: 'InvalidZtdHardwareHash' } : { row, ...examined }
}

/** What a hash says of its device; null: it is unusable. */
type ExaminedHash = Omit<Identified, 'row'> | null

const examinedBytes = new WeakMap<Uint8Array, Examiner & { readonly result: ExaminedHash }>()

/** Asked again for the same array, which nobody may change, it answers from memory (`examine-ahead.ts`). */
export function examineBytes(bytes: Uint8Array, { tokens, denyList }: Examiner): ExaminedHash {
  const known = examinedBytes.get(bytes)
  if (known?.tokens === tokens && known.denyList === denyList) return known.result
  const result = examineHash(decodeHardwareHash(bytes), { tokens, denyList })
  examinedBytes.set(bytes, { tokens, denyList, result })
  return result
}

/** The same for a hash that was decoded before. */
function examineHash(
  hash: ReturnType<typeof decodeHardwareHash>,
  { tokens, denyList }: Examiner,
): ExaminedHash {
  if (!isUsableHash(hash) || (hash.serialNumber?.length ?? 0) > maxSerialNumberLength) return null
  const facts = factsOf(hash, denyList)
  const own = listedTokens(facts, tokens)
  return own.length === 0 ? null : { hash, facts, tokens: own }
}

/** A hash that came without a row; undefined: it identifies no device. */
export function identifiedHash(
  hash: Uint8Array | ReturnType<typeof decodeHardwareHash> | null,
  examiner: Examiner,
): Identified | undefined {
  if (hash === null) return undefined
  const decoded = hash instanceof Uint8Array ? decodeHardwareHash(hash) : hash
  const examined = examineHash(decoded, examiner)
  return examined === null ? undefined : { row: { ...emptyRow, rowNumber: 1 }, ...examined }
}

const boardParts = new Set(['uuid', 'serial', 'product-key-id', 'lan'])

/**
 * The tokens under which a device is listed. That of the whole board finds nothing that two of its parts would not
 * find, and storage settles races on every token; so it is only kept for boards with a single value.
 */
export function listedTokens(facts: IdentityFacts, tokens: Tokens): readonly IdentityToken[] {
  const all = identityTokens(facts, tokens)
  const parts = all.filter(({ kind }) => boardParts.has(kind)).length
  return parts < 2 ? all : all.filter(({ kind }) => kind !== 'board')
}
