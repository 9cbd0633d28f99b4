/** The operator's own certificate and key: checked before anything else starts, and watched for expiry. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Config, ConfigError } from './config.ts'

/** Both as PEM; throws a `ConfigError` that names the file and what is wrong with it. */
export async function ownCertificate({
  cert,
  key,
}: NonNullable<Config['tls']>): Promise<{ cert: string; key: string }> {
  const texts = {
    cert: await textOf('TAXIWAY_TLS_CERT', cert),
    key: await textOf('TAXIWAY_TLS_KEY', key),
  }
  const certificate = tried(
    () => new X509Certificate(texts.cert),
    `TAXIWAY_TLS_CERT names ${cert}, which is not a certificate in PEM form`,
  )
  const privateKey = tried(
    () => createPrivateKey(texts.key),
    `TAXIWAY_TLS_KEY names ${key}, which is not a PEM private key without a passphrase`,
  )
  if (certificate.checkPrivateKey(privateKey)) return texts
  throw new ConfigError(
    `The key in ${key} (TAXIWAY_TLS_KEY) does not match the first certificate in ${cert} (TAXIWAY_TLS_CERT).`,
  )
}

/** Days before expiry from which a warning is given. */
const warningDays = 30

const day = 24 * 3600 * 1000

/** A warning about the certificate's validity at `now`; undefined: none. */
export function certificateWarning(cert: string | undefined, now: Date): string | undefined {
  if (cert === undefined) return undefined
  const { validToDate: end, validFromDate: begin } = new X509Certificate(cert)
  if (end <= now) {
    return `the server's own certificate (TAXIWAY_TLS_CERT) expired at ${end.toISOString()}: clients refuse it until it is renewed`
  }
  if (begin > now) {
    return `the server's own certificate (TAXIWAY_TLS_CERT) is not valid before ${begin.toISOString()}: clients refuse it until then`
  }
  const days = Math.floor((end.getTime() - now.getTime()) / day)
  if (days >= warningDays) return undefined
  return `the server's own certificate (TAXIWAY_TLS_CERT) expires at ${end.toISOString()}, in ${days} ${days === 1 ? 'day' : 'days'}: renew it`
}

async function textOf(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new ConfigError(
      `${setting} names ${path}, which cannot be read: ${(cause as Error).message}`,
      { cause },
    )
  }
}

function tried<Value>(make: () => Value, message: string): Value {
  try {
    return make()
  } catch (cause) {
    throw new ConfigError(`${message}: ${(cause as Error).message}`, { cause })
  }
}
