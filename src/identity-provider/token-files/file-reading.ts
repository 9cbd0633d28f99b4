/** What reading a token file comes to: rows, each good or bad, or a refusal of the whole file by name. */
import type { TokenRow } from '../core/factors/codes/token-seed.ts'

/** Why a file, or one key of it, cannot be used. */
export type TokenFileFault =
  | 'unknown-format'
  | 'too-large'
  | 'not-entra-csv'
  | 'not-xml'
  | 'document-type'
  | 'not-pskc'
  | 'pskc-version'
  | 'securid'
  | 'asymmetric-key'
  | 'key-reference'
  | 'key-missing'
  | 'passphrase-missing'
  | 'key-derivation'
  | 'too-many-iterations'
  | 'cipher'
  | 'mac-missing'
  | 'mac-method'
  | 'mac-wrong'
  | 'malformed'
  | 'counter-based'
  | 'algorithm'
  | 'response-format'

export type FileReading =
  | { readonly ok: true; readonly rows: readonly TokenRow[]; readonly notice?: string }
  | { readonly ok: false; readonly fault: TokenFileFault; readonly message: string }

/** Stays inside this folder: the way out is a value. */
export class Unreadable extends Error {
  readonly fault: TokenFileFault

  constructor(fault: TokenFileFault, message: string) {
    super(message)
    this.fault = fault
  }
}

export function refuseFile(fault: TokenFileFault, message: string): FileReading {
  return { ok: false, fault, message }
}
