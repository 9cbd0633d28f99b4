/** What the first pass of a merge keeps: a few numbers per row, and the groups of rows that are one device. */

import { DeviceIndex, type Seen } from '../check/device-index.ts'
import { traitsOf } from '../check/traits.ts'
import { readHash } from '../hash/hash-facts.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import { columns, type FileKind } from '../row.ts'
import { isAnsi } from '../text/ansi.ts'
import { LossNotes } from './merge-losses.ts'
import type { MergeConflict, MergeOptions, MergePlan, MergeSource } from './merge-plan.ts'

type Member = Seen & { readonly row: number; readonly captured: string | null }
type Group = { readonly serialNumber: string; readonly members: Member[] }

/** What the first pass keeps: a few numbers per row, and the groups of rows that are one device. */
export class MergeNotes {
  rows = 0
  readonly losses = new LossNotes()
  readonly #index = new DeviceIndex()
  readonly #captured: (number | null)[] = []
  readonly #groups = new Map<number, Group>()
  readonly #dropped = new Set<number>()
  readonly #kinds = new Set<FileKind>()
  #repeated = 0
  #hasGroupTag = false
  #hasUser = false
  #ansi = true

  add(reading: RowReading, kind: FileKind, file: number): void {
    const { row } = reading
    const number = this.rows++
    this.losses.keep(reading)
    this.#kinds.add(kind)
    this.#hasGroupTag ||= row.groupTag !== ''
    this.#hasUser ||= row.assignedUser !== ''
    this.#ansi &&= columns.every((column) => isAnsi(row[column] ?? ''))
    const hash = row.hardwareHash === '' ? undefined : readHash(row.hardwareHash)
    const facts = hash?.ok ? hash.facts : undefined
    this.#captured.push(timeOf(facts?.decoded.osSystemTime ?? null))
    const verdict = this.#index.add(traitsOf(row, facts), { file, line: row.line })
    if (verdict.kind === 'same-row') {
      this.#dropped.add(number)
      this.#repeated++
    }
    if (verdict.kind !== 'same-device') return
    const group = this.#groupOf(verdict, row.serialNumber)
    group.members.push(this.#member({ file, line: row.line, row: number }))
  }

  plan(sources: readonly MergeSource[], options: MergeOptions): Omit<MergePlan, 'empty'> {
    const dropped = new Set(this.#dropped)
    const groups = [...this.#groups.values()]
    const conflicts = groups.map((group) => settle(group, { sources, dropped, options }))
    return {
      rows: this.rows,
      repeated: this.#repeated,
      conflicts,
      kinds: this.#kinds,
      hasGroupTag: this.#hasGroupTag,
      hasUser: this.#hasUser,
      ansi: this.#ansi,
      dropped,
      losses: this.losses.sum,
    }
  }

  #groupOf(first: Seen & { row: number }, serialNumber: string): Group {
    const known = this.#groups.get(first.row)
    if (known !== undefined) return known
    const group = { serialNumber, members: [this.#member(first)] }
    this.#groups.set(first.row, group)
    return group
  }

  #member({ file, line, row }: Seen & { row: number }): Member {
    return { file, line, row, captured: isoOf(this.#captured[row]) }
  }
}

function settle(
  { serialNumber, members }: Group,
  at: { sources: readonly MergeSource[]; dropped: Set<number>; options: MergeOptions },
): MergeConflict {
  const places = members.map(({ file, line, captured }) => ({
    file: at.sources[file]?.name ?? '',
    line,
    captured,
  }))
  if (at.options.newest !== true) return { serialNumber, places, kept: null }
  // ISO times compare as text; a hash without a readable time loses, and the first of equals stays.
  const kept = members.reduce(
    (best, member, i) => ((member.captured ?? '') > (members[best]?.captured ?? '') ? i : best),
    0,
  )
  members.forEach((member, i) => {
    if (i !== kept) at.dropped.add(member.row)
  })
  return { serialNumber, places, kept }
}

function timeOf(iso: string | null): number | null {
  const time = iso === null ? Number.NaN : Date.parse(iso)
  return Number.isNaN(time) ? null : time
}

const isoOf = (time: number | null | undefined): string | null =>
  time === null || time === undefined ? null : new Date(time).toISOString()
