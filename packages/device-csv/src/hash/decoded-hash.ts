/** A hash is asked for by several checks of its row, one after the other, and decoded for the first of them. */
import { decodeHardwareHash } from 'taxiway-hardware-hash'

type Decoding = ReturnType<typeof decodeHardwareHash>

let latest: { readonly text: string; readonly decoding: Decoding } | undefined

/** As `decodeHardwareHash`, which is not asked again for the text of the last call. */
export function decodedHash(text: string): Decoding {
  if (latest?.text !== text) latest = { text, decoding: decodeHardwareHash(text) }
  return latest.decoding
}
