/**
 * What is known about a registered device: the facts of every hash that was accepted as its own.
 *
 * Two machines must never merge step by step (first the disk is swapped, then the board). So values of the board
 * stay as first accepted: later hashes fill gaps and replace nothing, and only a person's decision adds a second
 * value. Movable parts accumulate, and never decide.
 */
import type { DenyList } from './deny-list.ts'
import type { DeviceRecord } from './device-record.ts'
import type { IdentityFacts } from './facts.ts'
import type { ValueKind } from './normalise.ts'
import { contradictsBoard } from './relations.ts'

const maxMovable = 16
/** Board values added by a person: enough for a firmware and a discrete TPM, and for repairs. */
const maxDecided = 4

/** The record of a device that registers with `facts`. */
export function newRecord(facts: IdentityFacts): DeviceRecord {
  const { disks, cardMacs, virtualMacs, model, board, sku, cpu } = facts
  return {
    board: boardOf(facts),
    movable: { disks, cardMacs, virtualMacs },
    contrast: { model, board, sku, cpu },
  }
}

/**
 * The record after a hash matched the device. A hash that contradicts the record in any board value fills no gaps:
 * it may carry the values of two machines.
 */
export function enrich(record: DeviceRecord, facts: IdentityFacts): DeviceRecord {
  return {
    board: contradictsBoard(record, facts) ? record.board : filled(record.board, boardOf(facts)),
    movable: {
      disks: gathered(record.movable.disks, facts.disks),
      cardMacs: gathered(record.movable.cardMacs, facts.cardMacs),
      virtualMacs: gathered(record.movable.virtualMacs, facts.virtualMacs),
    },
    contrast: {
      model: record.contrast.model ?? facts.model,
      board: record.contrast.board ?? facts.board,
      sku: record.contrast.sku ?? facts.sku,
      cpu: record.contrast.cpu ?? facts.cpu,
    },
  }
}

/** The record after a person decided that `facts` are the same device: contradicting values are added too. */
export function adopt(record: DeviceRecord, facts: IdentityFacts): DeviceRecord {
  const [known, added] = [record.board, boardOf(facts)]
  return {
    ...enrich(record, facts),
    board: {
      ekDigests: joined(known.ekDigests, added.ekDigests),
      uuids: joined(known.uuids, added.uuids),
      serials: joined(known.serials, added.serials),
      productKeyIds: joined(known.productKeyIds, added.productKeyIds),
      onboardMacs: joined(known.onboardMacs, added.onboardMacs),
      offlineIds: joined(known.offlineIds, added.offlineIds),
    },
  }
}

/** The record without values that have been put on the deny list since. */
export function withoutDenied(record: DeviceRecord, deny: DenyList): DeviceRecord {
  const worth = (kind: ValueKind, values: readonly string[]) =>
    values.filter((value) => !deny.denies(kind, value))
  const { board, movable, contrast } = record
  return {
    board: {
      ekDigests: worth('ek', board.ekDigests),
      uuids: worth('uuid', board.uuids),
      serials: board.serials.filter(({ serial }) => !deny.denies('serial', serial)),
      productKeyIds: worth('productKeyId', board.productKeyIds),
      onboardMacs: worth('mac', board.onboardMacs),
      offlineIds: worth('offlineId', board.offlineIds),
    },
    movable: {
      disks: worth('disk', movable.disks),
      cardMacs: worth('mac', movable.cardMacs),
      virtualMacs: worth('mac', movable.virtualMacs),
    },
    contrast,
  }
}

function boardOf(facts: IdentityFacts): DeviceRecord['board'] {
  const { manufacturer, serial } = facts
  return {
    ekDigests: one(facts.ekDigest),
    uuids: one(facts.uuid),
    serials: serial === null ? [] : [{ manufacturer, serial }],
    productKeyIds: one(facts.productKeyId),
    onboardMacs: facts.onboardMacs,
    offlineIds: one(facts.offlineId),
  }
}

const one = (value: string | null): readonly string[] => (value === null ? [] : [value])

function filled(known: DeviceRecord['board'], added: DeviceRecord['board']): DeviceRecord['board'] {
  return {
    ekDigests: either(known.ekDigests, added.ekDigests),
    uuids: either(known.uuids, added.uuids),
    serials: either(known.serials, added.serials),
    productKeyIds: either(known.productKeyIds, added.productKeyIds),
    onboardMacs: either(known.onboardMacs, added.onboardMacs),
    offlineIds: either(known.offlineIds, added.offlineIds),
  }
}

function either<T>(known: readonly T[], added: readonly T[]): readonly T[] {
  return known.length > 0 ? known : added
}

function gathered(known: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...added, ...known])].slice(0, maxMovable)
}

/** Known values first, and all of them. */
function joined<T>(known: readonly T[], added: readonly T[]): readonly T[] {
  const seen = new Set(known.map((value) => JSON.stringify(value)))
  const fresh = added.filter((value) => !seen.has(JSON.stringify(value)))
  return [...known, ...fresh.slice(0, Math.max(0, maxDecided * 2 - known.length))]
}
