/**
 * Section 5 of the matching rules as pairs of hashes: what happened, on which machines, and what the
 * verdict has to be.
 */

import type { DecodedHash, LifeEvent } from 'taxiway-hardware-hash'
import type { Verdict } from '../../src/core/identity/compare.ts'
import * as life from './life.ts'
import { bareWhiteboxes, edited, guests, type Machine, notebooks, whiteboxes } from './machines.ts'

export type Scenario = {
  readonly what: string
  readonly verdict: Verdict
  readonly machines: readonly Machine[]
  /** The registered hash and the one that comes in. */
  readonly pair: (machine: Machine) => readonly [before: DecodedHash, after: DecodedHash]
}

type Row = readonly [what: string, verdict: Verdict, pair: Scenario['pair']]

const after =
  (...events: readonly LifeEvent[]): Scenario['pair'] =>
  ({ hash }) => [hash, life.later(hash, ...events)]

const regenerated: LifeEvent = { event: 'regenerated' }
const diskSwapped: LifeEvent = { event: 'disk-swapped' }
const cardReplaced: LifeEvent = { event: 'wireless-card-replaced' }
const memoryAdded: LifeEvent = { event: 'memory-added', gb: 16 }
const docked: LifeEvent = { event: 'dock-attached' }
const boardReflashed: LifeEvent = { event: 'board-replaced', reflashed: true }
const boardNew: LifeEvent = { event: 'board-replaced', reflashed: false }
const tpmHidden: LifeEvent = { event: 'tpm-hidden' }

/** Details of the capture, and parts that nobody takes for the machine. */
const harmless: readonly Row[] = [
  ['the same bytes', 'match', ({ hash }) => [hash, hash]],
  ['captured again', 'match', after(regenerated)],
  [
    'captured by an older tool',
    'match',
    after({ ...regenerated, toolBuild: '10.0.16299.248', toolVersion: 3 }),
  ],
  [
    'captured by a newer tool',
    'match',
    after({ ...regenerated, toolBuild: '10.0.28000.1', toolVersion: 9 }),
  ],
  ['adapters in another order', 'match', ({ hash }) => [hash, life.withAdaptersReversed(hash)]],
  ['memory added', 'match', after(memoryAdded)],
  [
    'another monitor',
    'match',
    ({ hash }) => [hash, edited(hash, { displaySize: { widthCm: 60, heightCm: 34 } })],
  ],
  ['a USB adapter added', 'match', after({ event: 'adapter-added' })],
  ['docked', 'match', after(docked)],
  [
    'undocked',
    'match',
    ({ hash }) => [life.later(hash, docked), life.later(hash, docked, { event: 'dock-removed' })],
  ],
  ['firmware updated', 'match', after({ event: 'firmware-updated' })],
  ['captured in WinPE', 'match', after({ event: 'captured-in-winpe' })],
]

const sameNotebook: readonly Row[] = [
  ['the disk swapped', 'match', after(diskSwapped)],
  ['the disk removed', 'match', ({ hash }) => [hash, life.withoutDisk(hash)]],
  ['the wireless card replaced', 'match', after(cardReplaced)],
  ['disk, memory and card replaced', 'match', after(diskSwapped, memoryAdded, cardReplaced)],
  ['the TPM cleared', 'match', after(regenerated)],
  ['the TPM hidden', 'match', after(tpmHidden)],
  ['the TPM hidden and the disk swapped', 'match', after(tpmHidden, diskSwapped)],
  ['the TPM shown again', 'match', ({ hash }) => [life.later(hash, tpmHidden), hash]],
  [
    'captured in WinPE with the TPM hidden',
    'match',
    after(tpmHidden, { event: 'captured-in-winpe' }),
  ],
]

const otherBoard: readonly Row[] = [
  ['a new board with the old serial and UUID', 'no-match', after(boardReflashed)],
  ['a new re-flashed board and a new disk', 'no-match', after(boardReflashed, diskSwapped)],
  ['a new board', 'no-match', after(boardNew)],
  ['a new board and a new disk', 'no-match', after(boardNew, diskSwapped)],
  [
    'a new re-flashed board after a capture without a TPM',
    'no-match',
    ({ hash }) => [life.later(hash, tpmHidden), life.later(hash, boardReflashed)],
  ],
  [
    'a new board after a capture without a TPM',
    'no-match',
    ({ hash }) => [life.later(hash, tpmHidden), life.later(hash, boardNew)],
  ],
  ['another TPM key alone', 'review', ({ hash }) => [hash, life.withOtherKey(hash)]],
  [
    'another TPM key and a new disk',
    'review',
    ({ hash }) => [hash, life.withOtherKey(life.later(hash, diskSwapped))],
  ],
  [
    'another TPM key and a new card',
    'review',
    ({ hash }) => [hash, life.withOtherKey(life.later(hash, cardReplaced))],
  ],
]

const sibling: readonly Row[] = [
  ['a sibling', 'no-match', (m) => [m.hash, m.sibling]],
  ['the disk moved to a sibling', 'no-match', (m) => [m.hash, life.withDiskOf(m.sibling, m.hash)]],
  ['the card moved to a sibling', 'no-match', (m) => [m.hash, life.withCardOf(m.sibling, m.hash)]],
  [
    'disk and card moved to a sibling',
    'no-match',
    (m) => [m.hash, life.withCardOf(life.withDiskOf(m.sibling, m.hash), m.hash)],
  ],
  [
    'a dock shared with a sibling',
    'no-match',
    (m) => {
      const dock = { ...docked, macAddress: '00:E0:4C:68:01:02' } as const
      return [life.later(m.hash, dock), life.later(m.sibling, dock)]
    },
  ],
]

const sameSerialSibling: Row = [
  'a sibling with the same serial number',
  'no-match',
  (m) => [m.hash, edited(m.sibling, { serialNumber: m.hash.serialNumber ?? undefined })],
]

const bareWhitebox: readonly Row[] = [
  ['the disk swapped', 'review', after(diskSwapped)],
  ['the disk removed', 'review', ({ hash }) => [hash, life.withoutDisk(hash)]],
  ['a new board', 'no-match', after(boardReflashed)],
  [
    'only placeholders in common',
    'no-match',
    (m) => [
      edited(m.hash, { networkAdapters: undefined }),
      edited(m.sibling, { networkAdapters: undefined }),
    ],
  ],
]

const whitebox: readonly Row[] = [
  ['the disk swapped', 'match', after(diskSwapped)],
  ['a new board', 'no-match', after(boardNew)],
  ['a new re-flashed board', 'no-match', after(boardReflashed)],
]

const guest: readonly Row[] = [
  ['cloned with new ids', 'no-match', ({ hash }) => [hash, guestClone(hash)]],
  ['cloned exactly', 'match', ({ hash }) => [hash, life.later(hash, regenerated)]],
]

/** The whole table, row by row. */
export const scenarios: readonly Scenario[] = [
  ...on(notebooks, [...harmless, ...sameNotebook, ...otherBoard, ...sibling, sameSerialSibling]),
  ...on(bareWhiteboxes, [...harmless, ...bareWhitebox, ...sibling]),
  ...on(whiteboxes, [...harmless, ...whitebox, ...sibling]),
  ...on(guests, [...harmless, ...guest, ...sibling]),
]

function on(machines: readonly Machine[], rows: readonly Row[]): readonly Scenario[] {
  return rows.map(([what, verdict, pair]) => ({ what, verdict, machines, pair }))
}

/** A host that gives a clone new ids gives it a virtual TPM of its own as well. */
function guestClone(hash: DecodedHash): DecodedHash {
  const clone = life.clonedWithNewIds(hash)
  return hash.tpm === null ? clone : life.withOtherKey(clone)
}
