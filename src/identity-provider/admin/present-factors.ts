/** Second factors → wire, member by member. */
import type { z } from 'zod'
import type { ImportedRow } from '../core/factors/codes/import-tokens.ts'
import type { OathToken } from '../core/factors/codes/oath-token.ts'
import type { PendingRemoval } from '../core/factors/delayed-removal.ts'
import type { Passkey } from '../core/factors/passkeys/passkey.ts'
import type { factorsAnswer, importAnswer, passkeyAnswer, tokenAnswer } from './factor-contract.ts'

export function presentToken(token: OathToken): z.input<typeof tokenAnswer> {
  const { id, hardware, algorithm, digits, stepSeconds, personId, activatedAt } = token
  return {
    id,
    serialNumber: hardware?.serialNumber ?? null,
    manufacturer: hardware?.manufacturer ?? null,
    model: hardware?.model ?? null,
    hashFunction: algorithm,
    digits,
    timeIntervalInSeconds: stepSeconds,
    userId: personId ?? null,
    status: statusOf(personId, activatedAt),
  }
}

/** Graph's words. [schema: hardwareOathTokenStatus, beta] */
function statusOf(personId: string | undefined, activatedAt: Date | undefined) {
  if (activatedAt !== undefined) return 'activated'
  return personId === undefined ? 'available' : 'assigned'
}

export function presentPasskey(passkey: Passkey): z.input<typeof passkeyAnswer> {
  const { credentialId, displayName, createdAt, lastUsedAt, backedUp, blockedAt } = passkey
  return {
    id: credentialId,
    displayName,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    backedUp,
    blocked: blockedAt !== undefined,
  }
}

export function presentRemoval({
  factorId,
  kind,
  askedAt,
  dueAt,
}: PendingRemoval): z.input<typeof factorsAnswer>['removals'][number] {
  return { factorId, kind, askedAt: askedAt.toISOString(), dueAt: dueAt.toISOString() }
}

export function presentRow(row: ImportedRow): z.input<typeof importAnswer>['value'][number] {
  if ('fault' in row) return { row: row.row, error: { ...row.fault } }
  return { row: row.row, id: row.tokenId, serialNumber: row.serialNumber }
}
