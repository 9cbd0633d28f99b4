/** Users of a tenant with their roles and factors. */
import type { Page } from '../list.ts'

export type ListedPerson = {
  readonly id: string
  readonly userPrincipalName: string
  readonly displayName: string
  readonly enabled: boolean
  /** Display names of directory roles and of roles assigned to the person; null: the caller may not read roles. */
  readonly roles: readonly string[] | null
  /** Null: the caller may not read factors. */
  readonly factors: { readonly passkeys: number; readonly codes: number } | null
  readonly lastSignInDateTime: string | null
}

export type PeoplePage = Page<ListedPerson>
