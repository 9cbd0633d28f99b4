/**
 * The submitted hash as bytes. Base64 is read strictly, or one device could come in under several
 * spellings; only Microsoft's own padding repair is applied before, since its tools leave padding out.
 */
import { repairPadding } from 'taxiway-hardware-hash'

/** Null where the text is not base64. */
export function hashBytesOf(text: string): Uint8Array | null {
  return strictBytes(text) ?? strictBytes(repairPadding(text).text)
}

function strictBytes(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length > 0 && bytes.toString('base64') === text ? bytes : null
}
