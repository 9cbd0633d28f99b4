/**
 * Rows of partners and makers, which may name a device without a hash: by manufacturer, model and serial number, or by
 * its product key id. Both find what the registry knows already, because a maker reported it or because it is
 * registered, and both are compared exactly, case included. What is not found may be declared (`declared.ts`). [documented: Partner Center, device identifiers]
 */
import type { RefusalName } from 'taxiway-autopilot'
import { normalised } from '../identity/normalise.ts'
import type { Token, Tokens } from '../identity/tokens.ts'
import { declarationOf, tupleOf } from './declared.ts'
import { type Examined, type Examiner, examineRow, type Identified } from './examine-row.ts'
import type { Holder, OpenSlice, PendingRow, ReportedDevices } from './slice.ts'

type Names = Pick<PendingRow, 'serialNumber' | 'manufacturer' | 'model' | 'productKey'>

type ReportedSlice = Pick<OpenSlice, 'rows' | 'holdersOf'> & { readonly reported: ReportedDevices }

/** The tokens under which a maker's report of a device is found. */
export function reportTokens(tokens: Tokens, names: Names): readonly Token[] {
  const tuple = tupleOf(names)
  return [
    ...(tuple === undefined ? [] : [tokens('tuple', tuple)]),
    ...(names.productKey ? [tokens('key', names.productKey)] : []),
  ]
}

export async function examineReported(
  slice: ReportedSlice,
  examiner: Examiner,
): Promise<readonly Examined[]> {
  const nameless = slice.rows.filter((row) => row.hardwareHash === null)
  const found: ReadonlyMap<number, Found> =
    nameless.length === 0 ? new Map() : await hashesFor(slice, nameless, examiner)
  const kept = nameless.flatMap(({ rowNumber }) => {
    const verdict = found.get(rowNumber)
    return typeof verdict === 'object' ? [{ rowNumber, bytes: verdict }] : []
  })
  if (kept.length > 0) await slice.reported.keepHashes(kept)
  return slice.rows.map((row) => {
    if (row.hardwareHash !== null) return agreeing(examineRow(row, examiner))
    const verdict = found.get(row.rowNumber) ?? 'MissingZtdSerialNumberAndProductKey'
    if (typeof verdict !== 'string') return examineRow({ ...row, hardwareHash: verdict }, examiner)
    const declaration = verdict === 'ZtdDeviceNotFound' ? declarationOf(row, examiner) : undefined
    return { row, refusal: verdict, ...(declaration && { declaration }) }
  })
}

/** A serial number beside a hash must be the hash's own. */
function agreeing(examined: Examined): Examined {
  if (!('facts' in examined)) return examined
  const { row, hash } = examined
  const [given, stated] = [row.serialNumber, hash.serialNumber].map((text) =>
    normalised('serial', text ?? ''),
  )
  return given && stated && given !== stated ? { row, refusal: 'HashContradictsSerial' } : examined
}

type Found = Uint8Array | RefusalName

async function hashesFor(
  slice: ReportedSlice,
  rows: readonly PendingRow[],
  examiner: Examiner,
): Promise<ReadonlyMap<number, Found>> {
  const named = rows.filter((row) => reportTokens(examiner.tokens, row).length > 0)
  const wanted = named.flatMap((row) => reportTokens(examiner.tokens, row))
  const reported = await slice.reported.reportedUnder([...new Set(wanted)])
  const registered = await registeredAs(slice, named, examiner)
  return new Map(
    named.map((row): [number, Found] => [
      row.rowNumber,
      theOnly(row, { reported, registered, examiner }),
    ]),
  )
}

/** Registered devices that may be meant: found by their ordinary tokens, which fold case. */
async function registeredAs(
  { holdersOf, reported }: ReportedSlice,
  rows: readonly PendingRow[],
  { tokens }: Examiner,
): Promise<readonly Uint8Array[]> {
  const asked = rows.flatMap(({ serialNumber, productKey }) => [
    ...(serialNumber ? [tokens('serial', normalised('serial', serialNumber))] : []),
    ...(productKey ? [tokens('product-key-id', normalised('productKeyId', productKey))] : []),
  ])
  const { holders } = await holdersOf([...new Set(asked)])
  const devices = new Map<string, Holder>(
    [...holders.values()].flat().map((holder) => [holder.deviceId, holder]),
  )
  return devices.size === 0 ? [] : await reported.hashesOfHolders([...devices.values()])
}

type Known = {
  readonly reported: ReadonlyMap<Token, readonly Uint8Array[]>
  readonly registered: readonly Uint8Array[]
  readonly examiner: Examiner
}

/** Several captures of one device are one device: they share a token that only one device has. */
function theOnly(row: PendingRow, { reported, registered, examiner }: Known): Found {
  const examine = (hardwareHash: Uint8Array) => examineRow({ ...row, hardwareHash }, examiner)
  const tokens = reportTokens(examiner.tokens, row)
  const [first = [], ...others] = tokens.map((token) => reported.get(token) ?? [])
  const reportedUnderAll = first.filter((bytes) =>
    others.every((list) => list.some((each) => isEqual(each, bytes))),
  )
  const candidates = [
    ...reportedUnderAll.map(examine),
    ...registered.map(examine).filter((each) => 'facts' in each && isNamed(row, each)),
  ].filter((each) => 'facts' in each)
  const groups: Identified[][] = []
  for (const each of candidates) {
    const own = groups.find((group) => group.some((other) => isOne(each, other)))
    if (own === undefined) groups.push([each])
    else own.push(each)
  }
  const [only, ...more] = groups
  if (only === undefined) return 'ZtdDeviceNotFound'
  return more.length > 0 ? 'ZtdDeviceIsNotUnique' : (only[0]?.hash.bytes ?? 'ZtdDeviceNotFound')
}

function isNamed({ serialNumber, manufacturer, model, productKey }: Names, { hash }: Identified) {
  const isTuple =
    !manufacturer ||
    !model ||
    (hash.serialNumber?.trim() === serialNumber &&
      hash.manufacturer === manufacturer &&
      hash.model === model)
  return isTuple && (!productKey || hash.productKeyId === productKey)
}

function isOne(one: Identified, other: Identified): boolean {
  const strong = new Set(one.tokens.filter((each) => each.strong).map(({ token }) => token))
  return (
    isEqual(one.hash.bytes, other.hash.bytes) ||
    other.tokens.some((each) => each.strong && strong.has(each.token))
  )
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
