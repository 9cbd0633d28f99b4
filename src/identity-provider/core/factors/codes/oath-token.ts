/**
 * Generators of one-time codes: an app on a phone, or a hardware token from a vendor's file.
 *
 * Secrets are written and used but never read back: no port returns a secret to a surface.
 */
import type { OathTokenId, TenantId } from '../../../../core/ids.ts'
import type { OtpSettings } from './one-time-code.ts'
import type { CodeClock, FoundStep } from './time-window.ts'

/** Identifies a piece of hardware. */
export type TokenLabel = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
}

export type OathToken = OtpSettings & {
  readonly tenantId: TenantId
  readonly id: OathTokenId
  /** Absent: an app, which has no serial number. */
  readonly hardware?: TokenLabel
  /** Absent: in the pool, unassigned. */
  readonly personId?: string
  /** Absent: no code was verified yet, so it proves nothing. */
  readonly activatedAt?: Date
}

/** What must be stored for a new token. */
export type NewOathToken = OathToken & {
  readonly secret: Uint8Array
  /** The clock drift given in the vendor's file, in steps. */
  readonly drift: number
  /** The step of the code that confirmed it; absent = none was verified. */
  readonly lastUsedStep?: number
}

/** An active token: only for comparing codes, never to be shown. */
export type WorkingToken = OathToken & CodeClock & { readonly secret: Uint8Array }

/** A token as shown in the list of a person or the pool. */
export type TokenFilter =
  | { readonly personId: string }
  | { readonly id: OathTokenId }
  | 'pool'
  | 'all'

export type OathTokens = {
  /** False: the tenant has a token of that manufacturer with that serial number. */
  add(token: NewOathToken): Promise<boolean>
  list(tenantId: TenantId, filter: TokenFilter): Promise<readonly OathToken[]>
  /** The person's tokens with their secrets; only activated ones unless requested otherwise. */
  working(
    tenantId: TenantId,
    filter: { readonly personId: string } | { readonly id: OathTokenId },
  ): Promise<readonly WorkingToken[]>
  /**
   * Uses up the step and remembers the drift, in one conditional statement. False: this step or a later
   * one was used before. Of racing callers, on any server, exactly one gets true. With it end the failures of the
   * token's person, those that the limit of kind `tried` has counted too.
   */
  useStep(
    token: Pick<OathToken, 'tenantId' | 'id'>,
    found: FoundStep,
    tried: { readonly kind: string; readonly personId: string },
  ): Promise<boolean>
  /** The same, and the token counts from now on. */
  activate(token: Pick<OathToken, 'tenantId' | 'id'>, found: FoundStep): Promise<boolean>
  /** Assigns a token from the pool to a person; false = it is not in the pool. */
  assign(tenantId: TenantId, id: OathTokenId, personId: string): Promise<boolean>
  /** Returns it to the pool, deactivated; false = there is none. An app's token is deleted. */
  unassign(tenantId: TenantId, id: OathTokenId): Promise<boolean>
  /** Removes it for good; false = it is not in the pool. */
  remove(tenantId: TenantId, id: OathTokenId): Promise<boolean>
}
