/** Files that hold other files, of all kinds, and what is in those that are not archives. */
import { isArchive, isCompound, isGzip, isMail } from '../sniff.ts'
import { openOutlookMail } from './outlook-mail.ts'
import { isTnef, openTnef } from './tnef-mail.ts'
import { gunzip, openMail, type Unfolded } from './unfold.ts'

export function isFolded(bytes: Uint8Array): boolean {
  return isArchive(bytes) || isGzip(bytes) || isCompound(bytes) || isTnef(bytes) || isMail(bytes)
}

/** What is in a gzip file or a mail, at most `max` bytes. */
export async function unfolded(source: string, bytes: Uint8Array, max: number): Promise<Unfolded> {
  if (isGzip(bytes)) return gunzip(source, bytes, max)
  if (isTnef(bytes)) return openTnef(bytes)
  return await (isCompound(bytes) ? openOutlookMail : openMail)(bytes)
}
