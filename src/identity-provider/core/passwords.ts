/**
 * Passwords: slow to hash on purpose, and so a way to overload a server.
 *
 * Hashing therefore stands in a line of limited length, and a check costs the same whether or not there is
 * such a person: the time must not tell names apart.
 */
import type { HashPassword } from '../../core/directory/user.ts'

export type Passwords = {
  readonly hash: HashPassword
  /** Whether `password` is the one of `hash`; throws Busy where too many wait. Null = there is no hash, and as much work is done in vain. */
  verify(hash: string | null, password: string): Promise<boolean>
}
