/** Writes the decisions about a slice of an import: tokens first, because only they can be lost to a race. */
import type pg from 'pg'
import { receiptId } from '../../core/ids.ts'
import { firstHashEntries, registrationEntries } from '../../core/imports/registration-audit.ts'
import type { Listing, PendingRow, Registration, RowDecision } from '../../core/imports/slice.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { writeEvent } from '../events/write-event.ts'
import { addHolders, type NewHolder } from '../identity/add-holders.ts'
import type { SeenHolders } from '../identity/holders.ts'
import { propose } from '../identity/proposals.ts'
import { lockIdentities, type WrappedRecords } from '../identity/records.ts'
import { textArray, uuidArray } from '../sql/binary-arrays.ts'
import { refusalText } from '../sql/refusal-text.ts'
import { senderOf } from './channel-jobs.ts'
import { countCrossTenantDisclosures } from './count-disclosures.ts'
import { type FirstHash, holdDeclared, keepFirstHashes, markDeclared } from './declared-devices.ts'
import { deviceInserts } from './device-inserts.ts'
import type { DisclosureBudget } from './disclosure-budget.ts'
import { noteDisclosures } from './disclosure-notices.ts'
import type { HeldWork } from './held-work.ts'
import type { Work } from './import-work.ts'
import { keepConflicts } from './keep-conflicts.ts'
import { keepRecognitions, type Recognized, thoseWithNews } from './keep-recognitions.ts'
import { supersede } from './supersede.ts'

export type DecidedSlice = HeldWork & {
  readonly rows: readonly PendingRow[]
  /** What the decisions are based on. */
  readonly seen: SeenHolders
  readonly records: WrappedRecords
  readonly budget: DisclosureBudget
}

export async function settleSlice(
  held: DecidedSlice,
  decisions: readonly RowDecision[],
): Promise<void> {
  const { client, work } = held
  const registrations = decisions.flatMap((each) =>
    each.kind === 'registered' ? [each.registration] : [],
  )
  const recognized = thoseWithNews(decisions.flatMap(recognisedIn))
  const first = recognized.flatMap(({ firstHash, ...each }) =>
    firstHash === undefined ? [] : [{ ...each, hash: firstHash }],
  )
  if (first.length > 0)
    await holdDeclared(
      client,
      work.tenantId,
      first.map((each) => each.deviceId),
    )
  await holdRecords(held, recognized)
  await supersede(held, registrations)
  await inTurn(client, addTokens(held, [...registrations, ...recognized]), [
    ...deviceInserts(held, registrations),
    () => dropHashes(work, decisions),
    () => writeVerdicts(work, decisions),
  ])
  await markDeclared(client, work.tenantId, registrations)
  await keepFirstHashes(client, { tenantId: work.tenantId, wrap: held.wrap }, first)
  await countCrossTenantDisclosures(held, decisions)
  await noteDisclosures(held, decisions)
  await keepRecognitions(held, recognized)
  await keepConflicts(held, decisions)
  // Last, because it locks the end of the tenant's chain.
  await announce(held, { registrations, first })
}

type News = {
  readonly registrations: readonly Registration[]
  readonly first: readonly FirstHash[]
}

async function announce({ client, work }: DecidedSlice, { registrations, first }: News) {
  if (registrations.length === 0 && first.length === 0) return
  const { importId, tenantId } = work
  const sender = await senderOf(client, work)
  const named = first.map(({ deviceId, hash }) => ({
    deviceId,
    serialNumber: hash.serialNumber?.trim() ?? '',
  }))
  await appendAudit(client, tenantId, [
    ...registrationEntries(importId, registrations, sender),
    ...firstHashEntries(importId, named, sender),
  ])
  for (const [type, devices] of [
    ['device.registered', registrations],
    ['device.updated', first],
  ] as const)
    if (devices.length > 0)
      await writeEvent(client, tenantId, { type, subjects: devices.map((each) => each.deviceId) })
}

function recognisedIn(decision: RowDecision): readonly Recognized[] {
  if (decision.kind !== 'refused' || !decision.recognition || !decision.matched) return []
  const { rowNumber, matched, recognition } = decision
  return [{ rowNumber, deviceId: matched, ...recognition }]
}

/** Before the tokens, as deletions do, so that recognizing and deleting a device at the same time cannot deadlock. */
async function holdRecords(
  { client, work }: DecidedSlice,
  recognized: readonly Recognized[],
): Promise<void> {
  if (recognized.length === 0) return
  const devices = recognized.map(({ deviceId }) => deviceId)
  await client.query({ ...lockIdentities, values: [work.tenantId, devices] })
}

async function addTokens(
  { client, work, seen }: DecidedSlice,
  devices: readonly Pick<Registration, 'deviceId' | keyof Listing>[],
): Promise<void> {
  const added = devices.flatMap(({ deviceId, tokens }): NewHolder[] =>
    tokens.map(({ token }) => ({ token, deviceId })),
  )
  const crowded = devices.flatMap((each) => each.crowded)
  if (added.length === 0 && crowded.length === 0) return
  const shared = await addHolders(client, work.tenantId, { added, crowded, seen })
  await propose(
    client,
    shared,
    devices.flatMap(({ tokens }) => tokens),
  )
}

/** While PostgreSQL works on one statement, the next is built, and records are encrypted for it. */
async function inTurn(
  client: DecidedSlice['client'],
  first: Promise<unknown>,
  makers: readonly (() => pg.QueryConfig | undefined)[],
): Promise<void> {
  let underWay = first
  for (const make of makers) {
    const [statement] = await Promise.all([Promise.resolve().then(make), underWay])
    underWay = statement === undefined ? Promise.resolve() : client.query(statement)
  }
  await underWay
}

/** The hash of a refused row is dropped, unless it became part of a device's history or a person has to see it. */
function dropHashes(work: Work, decisions: readonly RowDecision[]): pg.QueryConfig | undefined {
  const rows = decisions.filter(
    (each) => each.kind === 'refused' && !each.held && each.recognition?.changes === undefined,
  )
  if (rows.length === 0) return undefined
  return {
    name: 'hardware-hash-drop',
    // An import that a person may resubmit keeps them for some days (`storage/upkeep/refused-hashes.ts`).
    text: `delete from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])
      and not exists (select 1 from import_label as label where label.tenant_id = $1 and label.import_id = $3)`,
    values: [
      work.tenantId,
      uuidArray(rows.map(({ rowNumber }) => receiptId(work.importId, rowNumber))),
      work.importId,
    ],
  }
}

function writeVerdicts(work: Work, decisions: readonly RowDecision[]): pg.QueryConfig {
  return {
    name: 'import-row-settle',
    text: `update import_row set status = case when verdict.refusal is null then 'complete' else 'error' end,
        refusal = verdict.refusal, device_id = verdict.device::uuid, decided_at = (select business_now())
      from unnest($2::int[], $3::text[], $4::text[]) as verdict(row_number, refusal, device)
      where import_row.import_id = $1 and import_row.row_number = verdict.row_number`,
    values: [
      work.importId,
      decisions.map(({ rowNumber }) => rowNumber),
      textArray(decisions.map((each) => (each.kind === 'refused' ? refusalText(each) : null))),
      textArray(
        decisions.map((each) =>
          each.kind === 'registered' ? each.registration.deviceId : (each.matched ?? null),
        ),
      ),
    ],
  }
}
