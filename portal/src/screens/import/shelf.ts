/** The files that were given, their rows and what is wrong with them; the worker's memory. */

import type { ImportRow } from 'taxiway-autopilot/admin'
import { type CodePage, readDeviceCsv } from 'taxiway-device-csv'
import { importing } from '../../texts/import-texts.ts'
import {
  goodRows,
  isWholeRepair,
  type Judged,
  judgeAll,
  optionsOf,
  profile,
  type Stored,
} from './judged-file.ts'
import { repairOf } from './repair.ts'
import { reportOf, restOf } from './shelf-report.ts'
import type { Overrides } from './worker-messages.ts'

let stored: Stored[] = []
let judged: readonly Judged[] = []

/** A file that is here already stays as it is; another one of the same name, from another folder, stands beside it. */
export function add(files: readonly Stored[]): void {
  for (const file of files) {
    const namesakes = stored.filter(({ name, given = name }) => given === file.name)
    if (namesakes.some((each) => isSame(each, file))) continue
    stored.push(namesakes.length === 0 ? file : beside(file, namesakes.length + 1))
  }
  judge()
}

function beside(file: Stored, n: number): Stored {
  const given = file.name
  const name = given.replace(/(\.\w+)?$/, ` (${n})$1`)
  return { ...file, name, given, notes: [...(file.notes ?? []), importing.namesake(given)] }
}

/** Of a file that was not read nobody knows. */
function isSame(one: Stored, other: Stored): boolean {
  if (one.fault !== undefined || other.fault !== undefined) return false
  return (
    one.bytes.length === other.bytes.length &&
    one.bytes.every((byte, at) => byte === other.bytes[at])
  )
}

export function remove(id: string): void {
  stored = stored.filter((each) => each.id !== id)
  judge()
}

/** Other files stand where it stood. */
export function replace(id: string, files: readonly Stored[]): void {
  stored = stored.flatMap((each) => (each.id === id ? files : [each]))
  judge()
}

export function fix(id: string): void {
  stored = stored.map((each) => (each.id === id ? repaired(each) : each))
  judge()
}

export function unfix(id: string): void {
  stored = stored.map((each) => (each.id === id ? unrepaired(each) : each))
  judge()
}

/** Read anew in that code page: what was repaired and decided was of other letters. */
export function encode(id: string, encoding: CodePage): void {
  stored = stored.map((each) => {
    if (each.id !== id) return each
    const { accepted: _, ...rest } = unrepaired(each)
    return { ...rest, encoding }
  })
  judge()
}

function repaired(file: Stored): Stored {
  const repair = repairOf(file.bytes, optionsOf(file))
  if (repair === undefined) return file
  if (!isWholeRepair(file, repair)) throw new Error(importing.notRepairable)
  return { ...file, repair }
}

function unrepaired({ repair: _, ...file }: Stored): Stored {
  return file
}

/** Whether a text names devices at all. */
export function isOfDevices(bytes: Uint8Array): boolean {
  return readDeviceCsv(bytes, { profile, isMade: true }).kind !== 'unknown'
}

/** The person takes the rows as they were read; `unaccept` takes that back. */
export function accept(id: string): void {
  change(id, ({ doubts }) => ({ accepted: new Set(doubts.map(({ code }) => code)) }))
}

export function unaccept(id: string): void {
  change(id, () => ({ accepted: new Set() }))
}

function change(id: string, to: (file: Judged) => Pick<Stored, 'accepted'>): void {
  const file = judged.find((each) => each.id === id)
  if (file === undefined) return
  stored = stored.map((each) => (each.id === id ? { ...each, ...to(file) } : each))
  judge()
}

function judge(): void {
  judged = judgeAll(stored)
}

export const report = () => reportOf(judged)
export const rest = () => restOf(judged)

export function rows({ groupTag, user }: Overrides): readonly ImportRow[] {
  return judged.flatMap((file) =>
    goodRows(file).map((row) => ({
      file: file.name,
      line: row.line,
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      hardwareIdentifier: row.hardwareHash,
      groupTag: groupTag === '' ? row.groupTag : groupTag,
      assignedUserPrincipalName: user === '' ? row.assignedUser : user,
    })),
  )
}

export function repairedFile(id: string): { name: string; bytes: Uint8Array } | undefined {
  const file = stored.find((each) => each.id === id)
  return file?.repair === undefined
    ? undefined
    : { name: file.name.replace(/(\.\w+)?$/, '.fixed$1'), bytes: file.repair.bytes }
}
