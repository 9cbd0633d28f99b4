/**
 * What differs between two hashes, grouped by what a difference means for "is it the same machine?".
 *
 * `generation`: the circumstances of the capture and firmware versions; nothing about identity.
 * `movable`: parts that are exchanged or moved. `board`: what stays with the system board.
 */
import { isRemovable } from './check/check-network.ts'
import type { DecodedHash } from './decoded-hash.ts'
import { describeHardwareHash } from './encode.ts'
import type { HashDescription, NetworkAdapter } from './records/fields.ts'

export type DifferenceGroup = 'generation' | 'movable' | 'board'

export type Difference = {
  readonly group: DifferenceGroup
  /** The description's key, for a field of a record followed by a dot and the field. */
  readonly field: string
  /** Undefined where that side has no such record; of lists, only the entries the other side lacks. */
  readonly a: unknown
  readonly b: unknown
}

const groups: { readonly [K in keyof HashDescription]-?: DifferenceGroup } = {
  header: 'generation',
  tpmVersion: 'generation',
  firmwareVendor: 'generation',
  boardVersion: 'generation',
  unexplained35: 'generation',
  locale: 'generation',
  activationId: 'generation',
  other: 'generation',
  processor: 'movable',
  coreClasses: 'movable',
  processorManufacturer: 'movable',
  processorModel: 'movable',
  memory: 'movable',
  disks: 'movable',
  diskSerials: 'movable',
  kernelDiskSerial: 'movable',
  networkAdapters: 'movable',
  internalDisplay: 'movable',
  displaySize: 'movable',
  videoMemory: 'movable',
  videoAdapters: 'movable',
  enclosure: 'board',
  ekPublicModulus: 'board',
  offlineDeviceId: 'board',
  smbiosUuid: 'board',
  serialNumber: 'board',
  manufacturer: 'board',
  model: 'board',
  skuNumber: 'board',
  systemFamily: 'board',
  systemVersion: 'board',
  boardManufacturer: 'board',
  boardProduct: 'board',
  productKeyId: 'board',
  productKeyPartNumber: 'board',
}

/** No differences means the same content; the order of adapters and disks does not count. */
export function diffHardwareHashes(a: DecodedHash, b: DecodedHash): readonly Difference[] {
  const [left, right] = [describeHardwareHash(a), describeHardwareHash(b)]
  const keys = Object.keys(groups) as (keyof HashDescription)[]
  const all = keys.flatMap((key) => {
    if (key === 'networkAdapters') return adapterDifferences(left[key] ?? [], right[key] ?? [])
    return differences({ group: groups[key], field: key, a: left[key], b: right[key] })
  })
  return all.map((each) => (isUnseen(each, [a, b]) ? { ...each, group: 'generation' } : each))
}

/** Windows PE has no TPM driver, license or network of its own: what it lacks says nothing about the board. */
function isUnseen({ group, a, b }: Difference, [left, right]: readonly DecodedHash[]): boolean {
  if (group !== 'board') return false
  const lacks = (value: unknown): boolean =>
    value === undefined || (Array.isArray(value) && value.length === 0)
  return (left?.osType === 'WinPE' && lacks(a)) || (right?.osType === 'WinPE' && lacks(b))
}

/** The pair itself, split into its fields if both sides are records, or nothing if both say the same. */
function differences({ group, field, a, b }: Difference): readonly Difference[] {
  if (same(a, b)) return []
  if (Array.isArray(a) && Array.isArray(b)) return listDifference({ group, field, a, b })
  if (!isRecord(a) || !isRecord(b)) return [{ group, field, a, b }]
  return Object.keys(a).flatMap((name) =>
    differences({ group, field: `${field}.${name}`, a: a[name], b: b[name] }),
  )
}

function listDifference({
  group,
  field,
  a,
  b,
}: Difference & { a: unknown[]; b: unknown[] }): readonly Difference[] {
  const onlyA = without(a, b)
  const onlyB = without(b, a)
  return onlyA.length + onlyB.length === 0 ? [] : [{ group, field, a: onlyA, b: onlyB }]
}

/** A built-in LAN port stays with the board; cards and whatever is plugged in do not. */
function adapterDifferences(
  a: readonly NetworkAdapter[],
  b: readonly NetworkAdapter[],
): readonly Difference[] {
  const field = 'networkAdapters'
  const isLan = (adapter: NetworkAdapter) =>
    !isRemovable(adapter) && ['802.3', 'Unspecified'].includes(adapter.medium)
  return (['board', 'movable'] as const).flatMap((group) => {
    const ofGroup = (list: readonly NetworkAdapter[]) =>
      list.filter((each) => isLan(each) === (group === 'board'))
    return listDifference({ group, field, a: ofGroup(a), b: ofGroup(b) })
  })
}

/** The entries of `list` that `other` lacks, counting repetitions. */
function without(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const left = other.map((each) => JSON.stringify(each))
  return list.filter((each) => {
    const at = left.indexOf(JSON.stringify(each))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
