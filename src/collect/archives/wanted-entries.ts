/** Which entries of an archive are looked into, by their names, and which names no archive of ours has. */
import { knownLogName } from '../first-boot/known-events.ts'

const wanted = /\.(?:csv|tsv|txt|xml|json|reg|html?|log)$/i
const nested = /\.(?:zip|cab|gz|tgz|eml|msg|xlsx|xlsm|xlsb|xls|ods|fods)$/i

export function isWanted(name: string): boolean {
  return nested.test(name) || wanted.test(name) || knownLogName.test(name)
}

/** Absolute, on a drive, or leaving the archive. */
export function isUnsafe(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)
}
