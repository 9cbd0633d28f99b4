/** A document's text, a piece at a time. */
import { ByteReader, piecesOf } from 'taxiway-device-csv'

/** What a piece repeats of the previous one: no search target is longer. */
const overlap = 8192

/** Overlapping pieces of the text, so that a search finds what spans a cut, perhaps twice. */
export function* textPieces(bytes: Uint8Array): Generator<string> {
  const reader = new ByteReader()
  let before = ''
  for (const each of [...piecesOf(bytes), undefined]) {
    const text = before + (each === undefined ? reader.end() : reader.push(each))
    if (text.length > before.length) yield text
    before = text.slice(-overlap)
  }
}
