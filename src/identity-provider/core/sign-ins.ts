/** What a person is signed in to: a program each, by a browser. The person sees them and ends them. */
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
  /** Opens nothing: it only names the sign-in to its person. */
  readonly id: string
  readonly applicationId: string
  readonly begunAt: Date
  readonly usedAt: Date
  readonly address: string
  readonly userAgent: string
  /** Whether it was made by the session that asks. */
  readonly isHere: boolean
}

type Who = Pick<Person, 'tenantId' | 'id'>

export type SignIns = {
  /** Of one grant the last use is kept. */
  note(signIn: NewSignIn): Promise<void>
  /** Those that still work, the last used first. */
  list(who: Who, sessionUid: string): Promise<readonly SignIn[]>
  /** Its tokens can be renewed no more, and its browser is signed out; false = the person has no such sign-in. */
  end(who: Who, id: string): Promise<boolean>
}
