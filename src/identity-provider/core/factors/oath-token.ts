/**
 * Things that show one-time codes: a program on a phone, or a hardware token out of a vendor's file.
 *
 * Secrets go in and are used, and nothing here reads one back out: no port returns a secret to a surface.
 */
import type { OathTokenId, TenantId } from '../../../core/ids.ts'
import type { OtpSettings } from './one-time-code.ts'
import type { CodeClock, FoundStep } from './time-window.ts'

/** What names a piece of hardware. */
export type TokenLabel = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
}

export type OathToken = OtpSettings & {
  readonly tenantId: TenantId
  readonly id: OathTokenId
  /** Absent: a program, which has no serial number. */
  readonly hardware?: TokenLabel
  /** Absent: in the pool, nobody's. */
  readonly personId?: string
  /** Absent: no code was entered yet, so it proves nothing. */
  readonly activatedAt?: Date
}

/** What must be stored for a new token. */
export type NewOathToken = OathToken & {
  readonly secret: Uint8Array
  /** What the vendor's file says about the clock, in steps. */
  readonly drift: number
  /** The step of the code that confirmed it; absent = none was seen. */
  readonly lastUsedStep?: number
}

/** A token at work: only for comparing codes, never to be shown. */
export type WorkingToken = OathToken & CodeClock & { readonly secret: Uint8Array }

/** How a token answers in a list of a person or a pool. */
export type TokenFilter =
  | { readonly personId: string }
  | { readonly id: OathTokenId }
  | 'pool'
  | 'all'

export type OathTokens = {
  /** False: the tenant has a token of that manufacturer and serial number. */
  add(token: NewOathToken): Promise<boolean>
  list(tenantId: TenantId, filter: TokenFilter): Promise<readonly OathToken[]>
  /** Of the person, with their secrets; the activated ones only unless said otherwise. */
  working(
    tenantId: TenantId,
    filter: { readonly personId: string } | { readonly id: OathTokenId },
  ): Promise<readonly WorkingToken[]>
  /**
   * Uses up the step and remembers the drift, in one conditional statement. False: this step or a later
   * one was used before. Of racing callers, on whatever server, one is told true. With it end the failures of the
   * token's person, those that the limit of kind `tried` has counted too.
   */
  useStep(
    token: Pick<OathToken, 'tenantId' | 'id'>,
    found: FoundStep,
    tried: { readonly kind: string; readonly personId: string },
  ): Promise<boolean>
  /** The same, and the token counts from now on. */
  activate(token: Pick<OathToken, 'tenantId' | 'id'>, found: FoundStep): Promise<boolean>
  /** Gives a token of the pool to a person; false = it is not in the pool. */
  assign(tenantId: TenantId, id: OathTokenId, personId: string): Promise<boolean>
  /** Takes it back into the pool, not activated; false = there is none. A program's is deleted. */
  unassign(tenantId: TenantId, id: OathTokenId): Promise<boolean>
  /** Removes it for good; false = there is none in the pool. */
  remove(tenantId: TenantId, id: OathTokenId): Promise<boolean>
}
