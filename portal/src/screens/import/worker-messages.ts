/** What the page and its worker say to each other. Hashes stay in the worker until they are sent. */

import type { Collected } from 'taxiway-autopilot/admin'
import type { CodePage, Finding, FixChange } from 'taxiway-device-csv'
import type { Piece } from '../../unsent.ts'
import type { CodePageChoice } from './code-page-choices.ts'
import type { Cut } from './pieces.ts'

/** What a person decides: of the text, or what the server says of the file that it was found in. */
export type Doubt = Omit<Finding, 'code'> & { readonly code: string }

export type Given = { readonly id: string; readonly name: string; readonly file: Blob }

export type Overrides = { readonly groupTag: string; readonly user: string }

export type Ask =
  | { readonly kind: 'read'; readonly files: readonly Given[] }
  | {
      readonly kind: 'fix' | 'unfix' | 'accept' | 'unaccept' | 'remove' | 'repaired'
      readonly id: string
    }
  /** The person says in which code page the file is. */
  | { readonly kind: 'encode'; readonly id: string; readonly page: CodePage }
  | { readonly kind: 'cut'; readonly cut: Cut; readonly overrides: Overrides }
  | { readonly kind: 'rest' }
  /** What the server found in a file takes the file's place. */
  | {
      readonly kind: 'replace'
      readonly id: string
      readonly tables: Collected['tables']
      readonly notes: readonly string[]
      readonly doubts: readonly Doubt[]
    }

/** Findings of one code, the first of them in full. */
export type FindingGroup = {
  readonly code: string
  readonly severity: Finding['severity']
  readonly count: number
  readonly repairable: boolean
  readonly first: readonly Finding[]
}

export type CheckedFile = {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly encoding: string
  /** What letters may have been read wrongly, and the code pages that the file may be in. Absent: there is nothing to ask. */
  readonly codePage?: { readonly current: string; readonly choices: readonly CodePageChoice[] }
  readonly rows: number
  /** Rows that would be registered as they are. */
  readonly good: number
  readonly groups: readonly FindingGroup[]
  /** What was put right; empty before. */
  readonly changes: readonly FixChange[]
  /** Rows that the repaired form has no room for, which stay as they were read. */
  readonly unrepaired: number
  /** What the server said of it. */
  readonly notes: readonly string[]
  /** What is decided before its rows are sent, each thing once. */
  readonly doubts: readonly Doubt[]
  readonly isAccepted: boolean
  /** No table, but the server may find devices in it, as in JSON, mails and lists. */
  readonly mayHoldDevices: boolean
  /** Why it could not be read at all. */
  readonly fault?: 'needs-server' | 'too-big'
}

export type Answer =
  | {
      readonly kind: 'checked'
      readonly files: readonly CheckedFile[]
      readonly good: number
      readonly out: number
    }
  | { readonly kind: 'pieces'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'file'; readonly name: string; readonly content: Blob }
  | { readonly kind: 'failed'; readonly message: string }
