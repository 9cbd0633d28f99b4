/** Signatures of Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and body. [documented: standard-webhooks.md] */
import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'
const secretBytes = { min: 24, max: 64, new: 32 } as const

export function newWebhookSecret(): Buffer {
  return randomBytes(secretBytes.new)
}

export function secretText(secret: Buffer): string {
  return `${prefix}${secret.toString('base64')}`
}

/** Undefined: it is not a secret of 24 to 64 bytes. */
export function parseSecret(text: string): Buffer | undefined {
  if (!text.startsWith(prefix)) return undefined
  const secret = Buffer.from(text.slice(prefix.length), 'base64')
  const isWhole = secret.toString('base64') === text.slice(prefix.length)
  return isWhole && secret.length >= secretBytes.min && secret.length <= secretBytes.max
    ? secret
    : undefined
}

export type Message = {
  readonly id: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly body: string
}

/** Headers of a delivery; every secret in force signs. */
export function signedHeaders(
  secrets: readonly Buffer[],
  { id, timestamp, body }: Message,
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const mac = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`)
    return `v1,${mac.digest('base64')}`
  })
  return {
    'content-type': 'application/json',
    'user-agent': 'Taxiway-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
}
