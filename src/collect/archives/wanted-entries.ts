/** Which files of a folder and entries of an archive are looked into, by their names, and which names no archive of ours has. */
import { knownLogName } from '../first-boot/known-events.ts'

const documents = /\.(?:csv|tsv|txt|xml|json|jsonl|ndjson|reg|html?|mht|mhtml|ya?ml|rtf|docx)$/i
const nested =
  /\.(?:zip|cab|gz|tgz|tar|eml|msg|xlsx|xlsm|xlsb|xls|ods|fods)$|(?:^|[/\\])winmail\.dat$/i
/** Of no use by themselves in a folder, where whatever is read must hold devices. */
const inArchives = /\.(?:log|md|sql)$/i
/** What Office keeps beside an open file, and macOS beside each. */
const companion = /(?:^|[/\\])(?:~\$|\._)/
/** Devices may be in them. */
const unread = /\.(?:7z|rar|bz2|tbz2?|xz|txz|zst|lzh|arj|iso|img|wim|ppkg|vhdx?)$/i

export function isReadable(name: string): boolean {
  return !companion.test(name) && (nested.test(name) || documents.test(name))
}

export function isWanted(name: string): boolean {
  return isReadable(name) || inArchives.test(name) || knownLogName.test(name)
}

export const isUnread = (name: string): boolean => unread.test(name)

/** Absolute, on a drive, or leaving the archive. */
export function isUnsafe(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)
}
