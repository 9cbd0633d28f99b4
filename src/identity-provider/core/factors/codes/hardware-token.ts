/** What administrators do with hardware tokens: assign them, activate them, take them back. */

import type { People } from '../../../../core/directory/user.ts'
import { DomainError } from '../../../../core/errors.ts'
import type { OathTokenId, TenantId } from '../../../../core/ids.ts'
import type { Attempts } from '../../attempts.ts'
import type { NotifyFactorEvent } from '../factor-events.ts'
import { activationRule } from './code-lock.ts'
import type { OathToken, OathTokens } from './oath-token.ts'
import { match } from './prove-code.ts'

export type HardwareDeps = {
  readonly tokens: OathTokens
  readonly people: Pick<People, 'find'>
  readonly attempts: Attempts
  readonly notify: NotifyFactorEvent
}

type Which = { readonly tenantId: TenantId; readonly id: OathTokenId }

export async function assignToken(
  { tokens, people }: HardwareDeps,
  { tenantId, id }: Which,
  personId: string,
): Promise<void> {
  const person = await people.find(tenantId, personId)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  if (await tokens.assign(tenantId, id, person.id)) return
  const [token] = await tokens.list(tenantId, { id })
  if (token === undefined) throw noToken()
  throw new DomainError('conflict', 'The token is assigned already. Take it back first.')
}

export type ActivationCodes = {
  readonly code: string
  /** The code after it; present = the token's clock must be found again. */
  readonly nextCode?: string
  readonly now: Date
}

/**
 * A token counts only after a code was verified, so that a bad delivery shows before somebody needs it. Tries are
 * counted for the token that was found, because every spelling in a request would otherwise have its own counter.
 */
export async function activateToken(
  { tokens, attempts, notify }: HardwareDeps,
  { tenantId, id }: Pick<OathToken, 'tenantId' | 'id'>,
  codes: ActivationCodes,
): Promise<void> {
  const may = await attempts.take(tenantId, activationRule, id)
  if (!may.allowed)
    throw new DomainError('throttled', 'Too many codes were tried for this token.', may)
  const [token] = await tokens.working(tenantId, { id })
  if (token === undefined) throw noToken()
  if (token.personId === undefined)
    throw new DomainError('conflict', 'The token is not assigned to anyone yet. Assign it first.')
  const found = match(token, { ...codes, strict: false })
  if (found === undefined || !(await tokens.activate(token, found)))
    throw new DomainError(
      'request-invalid',
      'That is not a code of this token. Where its clock is wrong, give two codes that follow each other.',
    )
  await attempts.succeeded(tenantId, activationRule.kind, id)
  await notify({ tenantId, personId: token.personId, name: 'hardware-token-activated' })
}

export async function unassignToken(
  { tokens }: { readonly tokens: Pick<OathTokens, 'unassign'> },
  { tenantId, id }: Which,
): Promise<void> {
  if (!(await tokens.unassign(tenantId, id))) throw noToken()
}

/** Only unassigned tokens can be removed. */
export async function removeToken(
  { tokens }: Pick<HardwareDeps, 'tokens'>,
  { tenantId, id }: Which,
): Promise<void> {
  if (await tokens.remove(tenantId, id)) return
  const [token] = await tokens.list(tenantId, { id })
  if (token === undefined) throw noToken()
  throw new DomainError('conflict', 'The token is assigned. Take it back first.')
}

export function noToken(): DomainError {
  return new DomainError('not-found', 'There is no such token.')
}
