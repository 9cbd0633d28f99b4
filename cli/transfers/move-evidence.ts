/** What a move between two real tenants can prove: times, ids and absences, written after every step. */
import { readFile } from 'node:fs/promises'
import { replaceFile } from '../context/replace-file.ts'
import { unreadable } from '../context/unreadable.ts'
import { refuses } from '../context/unwritable.ts'

export type MoveStep =
  | 'waiting'
  /** Deleted in the source; not yet seen to be gone. */
  | 'deleted'
  | 'absent'
  | 'submitted'
  | 'registered'
  | 'failed'

export type MovedRow = {
  readonly line: number
  readonly serialNumber: string
  /** In the source. */
  readonly registrationId: string
  /** What agreed before anything was done. */
  readonly agreeing: readonly string[]
  step: MoveStep
  deletedAt?: string
  absentAt?: string
  importId?: string
  newRegistrationId?: string
  registeredAt?: string
  fault?: string
}

export type MoveEvidence = {
  readonly version: 1
  readonly scope: string
  readonly order: string
  readonly from: { readonly tenant: string; readonly graph: string }
  readonly to: { readonly tenant: string; readonly graph: string }
  readonly startedAt: string
  readonly rows: MovedRow[]
}

export async function keepEvidence(path: string, evidence: MoveEvidence): Promise<void> {
  await replaceFile(path, `${JSON.stringify(evidence, undefined, 2)}\n`).catch(refuses(path))
}

/** Undefined: there is none yet. */
export async function readEvidence(path: string): Promise<MoveEvidence | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as MoveEvidence
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unreadable(path, cause)
  }
}
