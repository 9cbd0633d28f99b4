/** Secrets and passwords that Taxiway makes up and a person passes on. */
import { randomBytes } from 'node:crypto'

/**
 * `bytes` random bytes in base64url. A text that begins with a hyphen is drawn again, which costs a fortieth of a bit:
 * most command lines read it as an option, so that `m365 login --secret -4IG…` says that the secret is missing.
 */
export function generatedSecret(bytes: number, draw: (bytes: number) => Buffer = randomBytes) {
  while (true) {
    const text = draw(bytes).toString('base64url')
    if (!text.startsWith('-')) return text
  }
}
