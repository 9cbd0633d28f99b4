/** What a vendor's file says about one token, and what is asked of it before it is taken. */
import type { TokenLabel } from './oath-token.ts'
import type { OtpSettings } from './one-time-code.ts'

export type TokenSeed = OtpSettings &
  TokenLabel & {
    readonly secret: Uint8Array
    /** Steps by which its clock is ahead. */
    readonly drift: number
    /** Whose it is to be; absent = it goes into the pool. */
    readonly userPrincipalName?: string
  }

/** A row of a file that names what is wrong with it: a vendor's file has hundreds. */
export type RowFault = {
  /** As the file names it, such as `secret key`; absent = the row as a whole. */
  readonly column?: string
  /** Counted from 1, in the column's text. */
  readonly position?: number
  readonly message: string
}

/** Rows count from 1, the header of a CSV included: as editors show them. */
export type TokenRow =
  | { readonly row: number; readonly seed: TokenSeed }
  | { readonly row: number; readonly fault: RowFault }

/** The sentence that every way in says about RSA's tokens. */
export const securIdRefusal =
  'This is an RSA SecurID token. Its algorithm is RSA’s own and is not supported: an OATH TOTP token is needed.'

/** 128 bits (RFC 4226 section 4, R6). */
const minBytes = 16
const maxBytes = 128

/** Letters that a spreadsheet would take for a formula are not the start of a serial number. */
const labelShape = /^[\p{L}\p{N}][\p{L}\p{N} ._:/,()&+#-]{0,63}$/u

/** What is wrong with a seed that could be read; absent = nothing. */
export function faultOf(seed: TokenSeed): RowFault | undefined {
  const { serialNumber, manufacturer, model, secret } = seed
  if (/securid/i.test(`${manufacturer} ${model}`)) return { message: securIdRefusal }
  if (!labelShape.test(serialNumber))
    return {
      column: 'serial number',
      message:
        'The serial number is missing or has other characters than letters, digits and common marks.',
    }
  const odd = Object.entries({ manufacturer, model }).find(
    ([, value]) => value !== '' && !labelShape.test(value),
  )
  if (odd !== undefined)
    return {
      column: odd[0],
      message: `The ${odd[0]} has other characters than letters, digits and common marks.`,
    }
  if (secret.length < minBytes)
    return {
      column: 'secret key',
      message: `The secret has ${secret.length * 8} bits; at least ${minBytes * 8} are needed.`,
    }
  if (secret.length > maxBytes)
    return { column: 'secret key', message: `The secret is longer than ${maxBytes} bytes.` }
  return undefined
}
