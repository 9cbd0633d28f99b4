/** People with their roles and second factors in one list: who has which, and who has none. */
import type { TenantId } from '../../core/ids.ts'

export type FactorFilter = 'passkey' | 'code' | 'none'

export type ListedPerson = {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly enabled: boolean
  /** Directory roles by display name. */
  readonly roles: readonly string[]
  /** Ids of roles that are assigned to the person directly, in the whole tenant or for some tags. */
  readonly assignedRoles: readonly string[]
  readonly passkeys: number
  /** Authenticator apps and hardware tokens that are active. */
  readonly codes: number
  readonly lastSignInAt: Date | null
}

export type PeopleQuery = {
  /** Part of a name or address. */
  readonly q?: string | undefined
  readonly role?: string | undefined
  readonly factor?: FactorFilter | undefined
  /** The last address of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** In the order of their addresses. */
export type PeopleList = (
  tenantId: TenantId,
  query: PeopleQuery,
) => Promise<readonly ListedPerson[]>
