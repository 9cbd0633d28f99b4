/**
 * Declared devices: what a partner or maker registers by manufacturer, model and serial number before any hash is known,
 * where the tenant lets it. A declaration claims no identity: it is found by these names alone, in exactly this
 * spelling, so it shuts out nobody. It takes the first hash that agrees with it, of an import of its tenant or of a
 * device that proves its TPM key; a declaration of another tenant keeps nobody who has the hash from it.
 */
import { type DecodedHash, statedText } from 'taxiway-hardware-hash'
import type { DenyList } from '../identity/deny-list.ts'
import { normalised } from '../identity/normalise.ts'
import type { Token, Tokens } from '../identity/tokens.ts'
import type { DeviceId } from '../ids.ts'

export type DeviceNames = {
  readonly manufacturer?: string | null
  readonly model?: string | null
  readonly serialNumber: string | null
  readonly productKey: string | null
}

/** The names of a device, as tokens. */
export type Declaration = { readonly tuple: Token; readonly key: Token | null }

export type DeclaredDevice = Declaration & {
  readonly deviceId: DeviceId
  /** It was deleted, and can still be restored. */
  readonly isReserved: boolean
}

/** Undefined: one of the three is missing, or the serial number is one that many devices have. */
export function declarationOf(
  names: DeviceNames,
  { tokens, denyList }: { readonly tokens: Tokens; readonly denyList: DenyList },
): Declaration | undefined {
  const tuple = tupleOf(names)
  const serial = normalised('serial', statedText(names.serialNumber))
  if (tuple === undefined || serial === '' || denyList.denies('serial', serial)) return undefined
  const { productKey } = names
  return { tuple: tokens('tuple', tuple), key: productKey ? tokens('key', productKey) : null }
}

/** The names in a hash, as a maker or partner would spell them. */
export function namesIn({
  manufacturer,
  model,
  serialNumber,
  productKeyId,
}: DecodedHash): DeviceNames {
  return {
    manufacturer,
    model,
    serialNumber: serialNumber?.trim() ?? null,
    productKey: productKeyId,
  }
}

/** Undefined: one of the three is missing. */
export function tupleOf({ manufacturer, model, serialNumber }: DeviceNames): string | undefined {
  return manufacturer && model && serialNumber
    ? JSON.stringify([manufacturer, model, serialNumber])
    : undefined
}

/** A product key id that was declared must be the hash's own. */
export function agrees(declared: Declaration, stated: Declaration): boolean {
  return declared.tuple === stated.tuple && (declared.key === null || declared.key === stated.key)
}
