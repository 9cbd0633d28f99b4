/** Certificates and keys of devices, as TLS takes them. */
import type { KeyObject } from 'node:crypto'

export const pkcs8Of = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' })

export const pemOf = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
