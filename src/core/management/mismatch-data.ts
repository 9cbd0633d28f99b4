/** What a device says in management about hardware that is not the registered one. */

/** Longer texts, and members that have members, could hold a hardware hash. */
const longest = 200

/**
 * The data without the hashes in it, which only those may read who hold `hashes.read`.
 *
 * `data`, and what is returned, is Base64 of a JSON object; null: it is something else. [observed: CachedHardwareBlob
 * and CurrentHardwareBlob]
 */
export function withoutHashes(data: string): string | null {
  const said = objectIn(data)
  if (said === undefined) return null
  const kept = Object.entries(said).filter(([, value]) => isShort(value))
  return Buffer.from(JSON.stringify(Object.fromEntries(kept))).toString('base64')
}

function objectIn(data: string): object | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(data, 'base64').toString('utf8'))
    return typeof said === 'object' && said !== null && !Array.isArray(said) ? said : undefined
  } catch {
    return undefined
  }
}

function isShort(value: unknown): boolean {
  return typeof value === 'string' ? value.length <= longest : typeof value !== 'object'
}
