/** Passwords as argon2id, with OWASP's parameters: 19 MiB, two passes, one lane; off the event loop. */
import { hash, verify } from '@node-rs/argon2'
import { boundedLine } from '../../core/bounded-line.ts'
import type { HashPassword } from '../../core/directory/user.ts'
import type { Passwords } from '../core/passwords/passwords.ts'

const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword: HashPassword = (password) => hash(password, parameters)

export type PasswordOptions = {
  /** Hashes computed at once: each takes a whole processor for its time. */
  readonly atOnce?: number
  /** Requests that wait behind them; one more is refused with Busy. */
  readonly waiting?: number
}

export function argon2Passwords({ atOnce = 1, waiting = 64 }: PasswordOptions = {}): Passwords {
  const inLine = boundedLine({ atOnce, waiting })
  const nobody = hashPassword('there is no such person')

  return {
    hash: (password) => inLine(() => hashPassword(password)),
    verify: (stored, password) =>
      inLine(async () => {
        const matches = await verify(stored ?? (await nobody), password)
        return stored !== null && matches
      }),
  }
}
