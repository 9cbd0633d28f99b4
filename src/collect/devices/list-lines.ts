/** Lines of lists of names and values, and how a list is written: where values stand, and what is between its lines. */
import { columnOfTitle } from 'taxiway-device-csv'

const pair =
  /^\s*(?:[-*•]\s+)?["']?(\p{L}[\p{L}\p{M}\w .()/-]{1,60}?)["']?\s*(?:[-=]>|→|[:=])\s?(.*)$/u
/** As psql and copied tables put them beside each other: only where the name is known. */
const cells = /^\s*["']?(\p{L}[\p{L}\p{M}\w .()/-]{1,60}?)["']?\s*[|\t]\s*(.*)$/u
/** As YAML begins an entry. */
export const item = /^\s*-\s/

/** A line that is not blank, and how many blank ones are above it. */
export type Entry = { readonly text: string; readonly number: number; readonly gap: number }

/** The line, its name and its value, as a match has them; empty without a name. */
export function named(text: string): readonly string[] {
  const beside = cells.exec(text)
  return beside !== null && columnOfTitle(beside[1] ?? '') !== undefined
    ? beside
    : (pair.exec(text) ?? [])
}

const bracedHash = /^\s*\{(?:T0[EFGH]|VDB[FGHI])/

const beginOfHash = /^\s*["']?(?:T0[EFGH]|VDB[FGHI])/

export type ListHabits = {
  /** The blank lines that are between all lines. */
  readonly gap: number
  /** The values stand below their names. */
  readonly isBelow: boolean
  /** Each value is the only one of a list, which PowerShell prints in braces. */
  readonly isBraced: boolean
  /** A hyphen stands before the first name of each device, as in YAML, and not before all names. */
  readonly isItemized: boolean
}

/** By its first lines. */
export function habitsOf(first: readonly Entry[]): ListHabits {
  const names = first.filter(({ text }) => columnOfTitle(named(text)[1] ?? '') !== undefined)
  const items = names.filter(({ text }) => item.test(text)).length
  return {
    gap: minGap(first),
    isBelow: first.some(
      ({ text }, at) => isHashTitle(text) && beginOfHash.test(first[at + 1]?.text ?? ''),
    ),
    isBraced: first.some(({ text }) => bracedHash.test(named(text)[2] ?? '')),
    isItemized: items > 0 && items < names.length,
  }
}

/** The title of hashes without a value beside it. */
function isHashTitle(text: string): boolean {
  const [, name = '', value = ''] = pair.exec(text) ?? []
  return value.trim() === '' && columnOfTitle(name) === 'hardwareHash'
}

/** The blank lines that are between all lines from the first name of a device on. */
function minGap(entries: readonly Entry[]): number {
  const first = entries.findIndex(
    ({ text }) => columnOfTitle(pair.exec(text)?.[1] ?? '') !== undefined,
  )
  const gaps = first === -1 ? [] : entries.slice(first + 1).map(({ gap }) => gap)
  return gaps.reduce((least, gap) => Math.min(least, gap), gaps[0] ?? 0)
}

export const unquoted = (text: string): string =>
  text
    .trim()
    .replaceAll(/^["'|>]+|["',]+$/g, '')
    .trim()
