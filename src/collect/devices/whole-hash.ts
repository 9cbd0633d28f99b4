import { decodeHardwareHash, isUsableHash } from 'taxiway-hardware-hash'

/** Whether the text is a hash whose digest holds. */
export function isWholeHash(text: string): boolean {
  return text.length === 4000 && isUsableHash(decodeHardwareHash(text))
}
