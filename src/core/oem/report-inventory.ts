/** An OEM reports what it built, so that later rows find it by tuple or product key id. */
import { createHash } from 'node:crypto'
import type { TenantId } from '../ids.ts'
import { type Examiner, type Identified, identifiedHash } from '../imports/examine-row.ts'
import { hashBytesOf } from '../imports/hash-text.ts'
import { reportTokens } from '../imports/reported-rows.ts'
import { formatUuid, newUuid } from '../uuid.ts'
import type { Inventory, OemRow, OemSubmissions, ReportedDevice } from './oem-submission.ts'

export type ReportDeps = {
  readonly inventory: Inventory
  readonly submissions: OemSubmissions
  readonly examiner: () => Promise<Examiner>
}

export type BuiltDevice = {
  readonly rowId: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly serialNumber: string | null
  readonly productKeyId: string | null
  readonly hardwareHash: string
}

export async function reportInventory(
  { inventory, submissions, examiner }: ReportDeps,
  oemId: TenantId,
  built: readonly BuiltDevice[],
): Promise<string> {
  const rules = await examiner()
  const judged = built.map((device) => judge(device, { oemId, rules }))
  await inventory.report(
    oemId,
    judged.flatMap((each) => ('id' in each ? [each] : [])),
  )
  const id = newUuid()
  const rows = judged.map((each, at): OemRow => {
    const rowId = built[at]?.rowId ?? null
    return 'id' in each
      ? { rowId, state: 'complete' }
      : { rowId, state: 'error', refusal: each.refusal }
  })
  await submissions.add(oemId, { id, kind: 'inventory', rows })
  return id
}

type Judged = ReportedDevice | { readonly refusal: NonNullable<OemRow['refusal']> }

function judge(
  { rowId: _, productKeyId, hardwareHash, ...names }: BuiltDevice,
  { oemId, rules }: { readonly oemId: TenantId; readonly rules: Examiner },
): Judged {
  const examined = identifiedHash(hashBytesOf(hardwareHash), rules)
  if (examined === undefined) return { refusal: 'InvalidZtdHardwareHash' }
  const tokens = reportTokens(rules.tokens, { ...names, productKey: productKeyId })
  if (tokens.length === 0) return { refusal: 'MissingZtdSerialNumberAndProductKey' }
  return { id: idOf(oemId, examined), tokens, bytes: examined.hash.bytes }
}

/** By what only this device has, so that another capture of it is not a second device. */
function idOf(oemId: TenantId, { tokens, hash }: Identified): string {
  const strong =
    tokens.find((each) => each.strong)?.token ?? Buffer.from(hash.bytes).toString('base64')
  return formatUuid(createHash('sha256').update(`${oemId} ${strong}`).digest())
}
