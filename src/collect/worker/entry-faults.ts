/** What is said of an entry of an archive for its name alone. */
import type { CollectFault } from '../archive-fault.ts'
import { isUnread, isUnsafe } from '../archives/wanted-entries.ts'

/** Without the place. */
export type EntryFault = Pick<CollectFault, 'code' | 'message'>

export function unsafeName(name: string): EntryFault | undefined {
  if (!isUnsafe(name)) return undefined
  const message = 'Its name points outside the archive; names are never used as paths.'
  return { code: 'unsafe-name', message }
}

export function unreadKind(name: string): EntryFault | undefined {
  if (!isUnread(name)) return undefined
  const message = 'Archives and images of this kind are not read; unpack it, and use what is in it.'
  return { code: 'archive-not-read', message }
}
