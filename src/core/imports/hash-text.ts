/**
 * Decodes the submitted hash. Base64 is read strictly, because otherwise one device could come in under several
 * spellings; only Microsoft's documented padding repair is applied first, since its tools omit padding.
 */
import { repairPadding } from 'taxiway-hardware-hash'

/** Null if the text is not base64. */
export function hashBytesOf(text: string): Uint8Array | null {
  return strictBytes(text) ?? strictBytes(repairPadding(text).text)
}

function strictBytes(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null
}
