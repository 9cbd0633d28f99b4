/** Values in a PSKC document: strict base64, whole numbers, booleans. All throw Unreadable. */
import { Unreadable } from './file-reading.ts'

export function bytesOf(text: string | undefined, what: string): Buffer {
  const letters = (text ?? '').replaceAll(/\s+/g, '')
  const bytes = Buffer.from(letters, 'base64')
  if (letters === '' || bytes.toString('base64') !== letters)
    throw new Unreadable('malformed', `${what} is not base64.`)
  return bytes
}

export function numberOf(text: string, what: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw new Unreadable('malformed', `${what} is not a number.`)
  return Number(text)
}

export function booleanOf(text: string | undefined, what: string): boolean {
  if (text === undefined || text === 'false' || text === '0') return false
  if (text === 'true' || text === '1') return true
  throw new Unreadable('malformed', `${what} is neither true nor false.`)
}

/** A decrypted number (RFC 6030 section 4.2): big-endian, at most eight bytes. */
export function numberIn(bytes: Buffer, what: string): number {
  if (bytes.length > 8) throw new Unreadable('malformed', `${what} is not a number.`)
  return bytes.length === 0 ? 0 : Number(BigInt(`0x${bytes.toString('hex')}`))
}
