/**
 * What a device is claimed by: its TPM's endorsement key where the hash has one, else SMBIOS UUID with
 * serial number. A hash with neither names no device.
 */
import type { DecodedHash } from '../../hardware-hash/index.ts'
import type { Token, Tokens } from './tokens.ts'

export type Identity = {
  /** Sorted; a device is held by whoever holds any of them. At least one. */
  readonly claims: readonly Token[]
}

export function identify(hash: DecodedHash, tokens: Tokens): Identity | undefined {
  const claims: Token[] = []
  if (hash.tpm?.ekDigest) claims.push(tokens('ek', hash.tpm.ekDigest))
  else if (hash.smbiosUuid) {
    const serial = firmwareText(hash.serialNumber)?.toUpperCase() ?? ''
    claims.push(tokens('uuid+serial', `${hash.smbiosUuid}\0${serial}`))
  }
  return claims.length === 0 ? undefined : { claims: claims.sort() }
}

/** What the firmware says, trimmed; null where the string is missing there. [verified on four machines] */
export function firmwareText(text: string | null): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || trimmed === 'SMBIOS_STRING_INDEX_0' ? null : trimmed
}
