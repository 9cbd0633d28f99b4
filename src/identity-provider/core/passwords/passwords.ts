/**
 * Passwords: slow to hash on purpose, and so a way to overload a server.
 *
 * Hashing therefore runs in a bounded queue, and a check costs the same whether or not the person exists, so that
 * timing reveals no names.
 */
import type { HashPassword } from '../../../core/directory/user.ts'

export type Passwords = {
  readonly hash: HashPassword
  /**
   * Whether `password` matches `hash`; throws Busy if too many are waiting. Null = there is no hash, and the same
   * work is done in vain.
   */
  verify(hash: string | null, password: string): Promise<boolean>
}
