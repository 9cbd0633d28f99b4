/** Passwords as argon2id, with OWASP's parameters: 19 MiB, two passes, one lane. */
import { hash } from '@node-rs/argon2'
import type { HashPassword } from '../core/directory/user.ts'

export const hashPassword: HashPassword = (password) =>
  hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
