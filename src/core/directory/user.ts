/** A user of a tenant, identified by a user principal name that is unique there, ignoring case. */
import { createHash } from 'node:crypto'
import { generatedSecret } from '../generated-secret.ts'
import type { TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'

export type NewUser = {
  readonly id: string
  readonly tenantId: TenantId
  readonly userPrincipalName: string
  readonly displayName: string
  /** Null: cannot sign in with a password. */
  readonly passwordHash: string | null
  /** Present: it is a first password. */
  readonly firstPasswordUntil?: Date
  /** Directory roles by display name, such as `Intune Administrator`. */
  readonly roles: readonly string[]
  /** Whether a license for device management is assigned. */
  readonly licensed: boolean
}

/** A person who signs in or has signed in. */
export type Person = {
  readonly id: string
  readonly tenantId: TenantId
  readonly userPrincipalName: string
  readonly displayName: string
  /** Directory roles by display name. */
  readonly roles: readonly string[]
  /** False: all sign-ins are refused, existing ones included. */
  readonly enabled: boolean
  /** Sign-ins from before this time have been revoked; absent = none was. */
  readonly signInsValidFrom?: Date
  /**
   * Present: somebody else set the password. It must be changed at the first sign-in, and stops working after this
   * time.
   */
  readonly firstPasswordUntil?: Date
  /** Another one each time that an administrator opens the locks on the password. */
  readonly lockGeneration: number
  /** Another one with every password, and no help in guessing it; absent = there is none. */
  readonly passwordMark?: string
}

/** A person and the hash of the password; null = no password signs them in. */
export type PersonWithPassword = Person & { readonly passwordHash: string | null }

/** Users, as sign-in needs them. */
export type People = {
  find(tenantId: TenantId, id: string): Promise<Person | undefined>
  findByName(tenantId: TenantId, userPrincipalName: string): Promise<PersonWithPassword | undefined>
  /**
   * Absent `firstUntil`: it is the person's own password. False: there is no such person, or the password is no
   * longer the one with the mark `instead`; of racing callers with the same mark, one gets true.
   */
  setPassword(
    tenantId: TenantId,
    id: string,
    password: {
      readonly hash: string
      readonly firstUntil?: Date
      readonly instead?: string | undefined
    },
  ): Promise<boolean>
  /** Counts of wrong passwords begin again. False: there is no such person. */
  openLocks(tenantId: TenantId, id: string): Promise<boolean>
  /** Ends everything that the person has signed in to before now. */
  endSignIns(tenantId: TenantId, id: string): Promise<void>
}

export type Users = {
  /** Empty for someone who does not exist. */
  rolesOf(tenantId: TenantId, userPrincipalName: string): Promise<readonly string[]>
  /** Whether there is a user with that name. */
  exists(tenantId: TenantId, userPrincipalName: string): Promise<boolean>
  /** Creates the user, or updates everything except the password of the existing one. */
  ensure(user: NewUser): Promise<void>
  /** False: there is a user with that name already. */
  add(user: NewUser & { readonly enabled: boolean }): Promise<boolean>
  change(
    tenantId: TenantId,
    id: string,
    change: { readonly displayName?: string | undefined; readonly enabled?: boolean | undefined },
  ): Promise<void>
}

/** From its slow hash, whose salt makes the mark differ even for the same password. */
export function passwordMarkOf(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('hex')
}

/** A slow, salted hash of a password. */
export type HashPassword = (password: string) => Promise<string>

export type UserRequest = Omit<NewUser, 'id' | 'passwordHash'> & { readonly password?: string }

/** The password of an existing user stays as it is, so that applying a seed again changes nothing. */
export async function ensureUser(
  users: Users,
  hash: HashPassword,
  { password, ...user }: UserRequest,
): Promise<void> {
  const known = await users.exists(user.tenantId, user.userPrincipalName)
  const passwordHash = known || password === undefined ? null : await hash(password)
  await users.ensure({ ...user, id: newUuid(), passwordHash })
}

/** A password that nobody has to remember: 120 random bits. */
export function newPassword(): string {
  return generatedSecret(15)
}
