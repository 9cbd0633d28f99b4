/**
 * What is sent for a prepared statement, as one piece: `Bind`, perhaps `Describe`, `Execute` and `Sync`. The driver
 * makes four of it, and a system call for them. Source: PostgreSQL, "Message Formats" (documented).
 */

/** As text, as bytes in the parameter's binary format, or none. */
export type WireValue = string | Buffer | null

const describe = Buffer.of(0x44, 0, 0, 0, 6, 0x50, 0)
const execute = Buffer.of(0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0)
const sync = Buffer.of(0x53, 0, 0, 0, 4)
const executeAndSync = Buffer.concat([execute, sync])

export function bindMessage(
  { name, values }: { readonly name: string; readonly values: readonly WireValue[] },
  asksForColumns: boolean,
): Buffer {
  const lengths = values.map(lengthOf)
  const bound = lengths.reduce((sum, length) => sum + 6 + Math.max(length, 0), 0)
  const length = 4 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 + bound + 4
  const after = (asksForColumns ? describe.length : 0) + executeAndSync.length
  const message = Buffer.allocUnsafe(1 + length + after)
  message[0] = 0x42
  let at = message.writeInt32BE(length, 1)
  // The unnamed portal.
  message[at++] = 0
  at += message.write(name, at)
  message[at++] = 0
  at = message.writeInt16BE(values.length, at)
  for (const value of values) at = message.writeInt16BE(value instanceof Buffer ? 1 : 0, at)
  at = message.writeInt16BE(values.length, at)
  for (const [i, value] of values.entries()) {
    at = message.writeInt32BE(lengths[i] ?? -1, at)
    if (typeof value === 'string') at += message.write(value, at)
    else if (value !== null) at += value.copy(message, at)
  }
  // All columns as text.
  at = message.writeInt16BE(1, at)
  at = message.writeInt16BE(0, at)
  if (asksForColumns) at += describe.copy(message, at)
  executeAndSync.copy(message, at)
  return message
}

/** In bytes; -1 = none. */
function lengthOf(value: WireValue): number {
  if (value === null) return -1
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length
}
