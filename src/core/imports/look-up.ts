/**
 * Finds registered devices that may match some rows: one query for the tokens and one for the records, however many
 * rows there are.
 */

import { pairsOfDevice, pairsOfRow } from '../identity/crowded-tokens.ts'
import type { DenyList } from '../identity/deny-list.ts'
import { withoutDenied } from '../identity/record.ts'
import type { Token } from '../identity/tokens.ts'
import type { DeviceId } from '../ids.ts'
import { type Declaration, declarationOf, namesIn } from './declared.ts'
import type { Examiner, Identified } from './examine-row.ts'
import { type Known, newKnown } from './known.ts'
import type { Holder, Holders, OpenSlice, TenantRules } from './slice.ts'

/** A slice, or a single row that a person decides. */
export type Slice = Omit<OpenSlice, 'rows' | 'givenUp'>

/** How rows are read, and the devices that other rows of the slice may declare. */
export type LookUpBy = Examiner & { readonly declarations?: readonly Declaration[] }

/** Everything that `rows` are judged against. */
export async function lookUp(
  slice: Slice,
  rows: readonly Identified[],
  by: LookUpBy,
): Promise<Known> {
  const { holders, crowded } = await holdersOfRows(slice, rows)
  const devices = new Map([...holders.values()].flat().map((holder) => [holder.deviceId, holder]))
  const empty = devices.size === 0
  const rules = await slice.tenantRules()
  return newKnown({
    tenantId: slice.tenantId,
    holders,
    crowded,
    records: empty ? new Map() : await recordsOf(slice, [...devices.values()], by.denyList),
    decidedEarlier: empty ? new Set() : await slice.decidedEarlier([...devices.keys()]),
    reserved: await reservedOf(slice, [...devices.values()]),
    ...rules,
    ...(await declaredFor(slice, rows, { ...by, ...rules })),
  })
}

/** Declared devices under the names of the rows, where there may be any. */
async function declaredFor(
  slice: Slice,
  rows: readonly Identified[],
  { hasDeclared, declarations = [], ...examiner }: LookUpBy & Pick<TenantRules, 'hasDeclared'>,
): Promise<Pick<Known, 'declarationIn'> & Pick<Parameters<typeof newKnown>[0], 'declared'>> {
  if (!hasDeclared) return { declared: [], declarationIn: () => undefined }
  const stated = new Map(rows.map((row) => [row, declarationOf(namesIn(row.hash), examiner)]))
  const all = [...declarations, ...[...stated.values()].filter((each) => each !== undefined)]
  const tuples = new Set(all.map(({ tuple }) => tuple))
  return {
    declared: tuples.size === 0 ? [] : await slice.declaredUnder([...tuples]),
    declarationIn: (row) => stated.get(row),
  }
}

/** Only the tenant's own: of other tenants' devices it makes no difference. */
async function reservedOf(slice: Slice, holders: readonly Holder[]) {
  const own = holders.filter(({ tenantId }) => tenantId === slice.tenantId)
  return own.length === 0 ? new Set<DeviceId>() : slice.reserved(own.map((each) => each.deviceId))
}

/**
 * By single tokens and, if one of these does not list all devices, by pairs of tokens: those by which a row finds
 * devices, and those under which its own device will be listed beside them.
 */
export async function holdersOfRows(
  slice: Pick<Slice, 'holdersOf'>,
  rows: readonly Pick<Identified, 'tokens'>[],
): Promise<Holders> {
  const wanted = new Set(rows.flatMap(({ tokens }) => tokens.map(({ token }) => token)))
  const found = await slice.holdersOf([...wanted])
  if (found.crowded.size === 0) return found
  const pairs = new Set(rows.flatMap(({ tokens }) => pairsOf(tokens, found.crowded)))
  const more = await slice.holdersOf([...pairs])
  return {
    holders: new Map([...found.holders, ...more.holders]),
    crowded: new Map([...found.crowded, ...more.crowded]),
  }
}

function pairsOf(all: Identified['tokens'], crowded: Holders['crowded']): readonly Token[] {
  const full = all.filter(({ token }) => crowded.has(token))
  return [...pairsOfRow(all, crowded), ...full.flatMap((each) => pairsOfDevice(each, all))]
}

/** A value that was denied after a device was registered no longer counts. */
async function recordsOf(slice: Slice, holders: readonly Holder[], denyList: DenyList) {
  const records = await slice.recordsOf(holders)
  return new Map([...records].map(([id, record]) => [id, withoutDenied(record, denyList)] as const))
}
