/** What a person is signed in to: one application each, in one browser. The person can see and revoke them. */
import type { Person } from '../../core/directory/user.ts'
import type { TenantId } from '../../core/ids.ts'

export type NewSignIn = {
  readonly tenantId: TenantId
  readonly personId: string
  readonly applicationId: string
  readonly grantId: string
  /** Of the browser's session. */
  readonly sessionUid: string
  readonly address: string
  /** What the browser calls itself. */
  readonly userAgent: string
}

export type SignIn = {
  /** Grants nothing: it only identifies the sign-in to its person. */
  readonly id: string
  readonly applicationId: string
  readonly begunAt: Date
  readonly usedAt: Date
  readonly address: string
  readonly userAgent: string
  /** Whether it was made in the current session. */
  readonly isHere: boolean
}

/** So many are listed; one who has more ends some or all of them. */
export const maxListed = 200

type Who = Pick<Person, 'tenantId' | 'id'>

export type SignIns = {
  /** The last use of a grant. */
  note(signIn: NewSignIn): Promise<void>
  /** Active sign-ins, most recently used first, at most `maxListed`. */
  list(who: Who, sessionUid: string): Promise<readonly SignIn[]>
  /** Its tokens can no longer be renewed, and its browser is signed out; false = the person has no such sign-in. */
  end(who: Who, id: string): Promise<boolean>
}
