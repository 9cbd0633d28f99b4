/**
 * The stream of a connection, message by message: rows of prepared statements are read where they lie, and everything
 * else goes on to the driver as it came. Source: PostgreSQL, "Message Formats" (documented).
 */

/** Reads the row whose message begins at `start`; false: it is the driver's to read. */
type TakeRow = (bytes: Buffer, start: number, end: number) => boolean

/** A letter for its kind, and its length without that letter. */
const headerBytes = 5

const dataRow = 0x44

/** Takes what the stream says; `pass` gets whole messages only. */
export function messagesTo(takeRow: TakeRow, pass: (bytes: Buffer) => void) {
  const parts: Buffer[] = []
  let size = 0
  let needed = 0

  /** Returns where the first message begins that is not whole. */
  function take(bytes: Buffer): number {
    let passed = 0
    let at = 0
    for (let end = endOf(bytes, 0); end <= bytes.length; end = endOf(bytes, at)) {
      if (bytes[at] === dataRow) {
        // What a row means was said before it.
        passSome(bytes.subarray(passed, at))
        passed = takeRow(bytes, at + headerBytes, end) ? end : at
      }
      at = end
    }
    passSome(bytes.subarray(passed, at))
    return at
  }

  function passSome(bytes: Buffer): void {
    if (bytes.length > 0) pass(bytes)
  }

  return (chunk: Buffer): void => {
    parts.push(chunk)
    size += chunk.length
    if (size < needed) return
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts, size)
    const rest = bytes.subarray(take(bytes))
    parts.length = 0
    if (rest.length > 0) parts.push(rest)
    size = rest.length
    needed = endOf(rest, 0)
  }
}

/** Where the message that begins at `at` ends, or its header if that is not there yet. */
function endOf(bytes: Buffer, at: number): number {
  const end = at + headerBytes
  return end > bytes.length ? end : at + 1 + bytes.readInt32BE(at + 1)
}
