/** Settings from the environment, checked once; the only reader of `process.env` in the server. */
import { resolve } from 'node:path'
import { z } from 'zod'
import { hostUrls } from '../storage/sql/hosts.ts'
import { isNetwork, type ProxySettings } from './listening/trusted-proxies.ts'
import { type TracingSettings, tracingOf, tracingShape } from './tracing-settings.ts'

const flag = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1')

const portError = 'must be a whole number from 0 to 65535'
const port = z
  .string()
  .regex(/^\d{1,5}$/, portError)
  .transform(Number)
  .refine((number) => number <= 65_535, portError)

function readableHosts(url: string, { addIssue }: { addIssue(message: string): void }): void {
  try {
    hostUrls(url)
  } catch (error) {
    addIssue((error as Error).message)
  }
}

/** Whether a URL is a bare origin: anything more would silently be missing from every link. */
const bareOrigin = (text: string): boolean => {
  const { username, password, pathname, search, hash } = new URL(text)
  return `${username}${password}${search}${hash}` === '' && pathname === '/'
}

const shape = z.object({
  TAXIWAY_PORT: port.default(8443),
  TAXIWAY_HOST: z.string().default('127.0.0.1'),
  TAXIWAY_PUBLIC_URL: z
    .url({
      protocol: /^https$/,
      error: 'must be an address such as https://taxiway.example, beginning with https://',
      abort: true,
    })
    .refine(bareOrigin, 'must be only scheme, host and port: no path, query or user')
    .transform((url) => new URL(url).origin)
    .optional(),
  TAXIWAY_DATA_DIR: z.string().default('data'),
  TAXIWAY_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgresql://')
    .superRefine(readableHosts)
    .optional(),
  TAXIWAY_MAX_CONNECTIONS: z
    .string()
    .regex(/^[1-9]\d{1,5}$/, 'must be a whole number from 10 to 999999')
    .transform(Number)
    .default(2_000),
  TAXIWAY_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .refine(
      (all) => all.every(isNetwork),
      'must be addresses or networks such as 10.0.0.0/8, separated by commas',
    )
    .default([]),
  TAXIWAY_PROXY_ADDRESS_HEADER: z.enum(['x-forwarded-for', 'forwarded']).default('x-forwarded-for'),
  TAXIWAY_PROXY_CERTIFICATE_HEADER: z.enum(['client-cert', 'ssl-client-cert']).optional(),
  TAXIWAY_DRAIN_SECONDS: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a whole number of seconds from 0 to 999')
    .transform(Number)
    .default(0),
  TAXIWAY_TLS_CERT: z.string().optional(),
  TAXIWAY_TLS_KEY: z.string().optional(),
  TAXIWAY_KEY_ENCRYPTION_KEY: z.string().optional(),
  TAXIWAY_SEED: z.string().optional(),
  TAXIWAY_METRICS_PORT: z.union([z.literal('origin'), port]).default(0),
  TAXIWAY_MDM_PORT: port.optional(),
  TAXIWAY_FIDELITY: z.enum(['lenient', 'strict']).default('lenient'),
  TAXIWAY_EMULATOR: flag.default(false),
  TAXIWAY_THROTTLING: z.enum(['graph', 'off']).optional(),
  TAXIWAY_HASH_ONLY_PROFILES: flag.default(false),
  TAXIWAY_TPM_ROOTS: z.string().optional(),
  TAXIWAY_WEBHOOK_HOSTS: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim().toLowerCase()))
    .optional(),
  TAXIWAY_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  TAXIWAY_LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
  ...tracingShape,
})

export type Config = {
  readonly port: number
  readonly host: string
  /** Absent: made from host and port. */
  readonly publicUrl?: string
  /** Absolute path. */
  readonly dataDir: string
  /** Absent: Taxiway starts its own PostgreSQL. */
  readonly databaseUrl?: string
  /** Open at once; at most half of them from one network. */
  readonly maxConnections?: number
  /** Reverse proxies in front, and what is read of what they say of their clients. */
  readonly proxies?: ProxySettings
  /** How long a stopping server goes on serving while `/readyz` already fails. */
  readonly drainSeconds?: number
  /** Paths of the operator's certificate; absent: Taxiway makes one. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Base64 of 32 bytes; absent: a file in the data folder. */
  readonly keyEncryptionKey?: string
  readonly seed?: string
  /** On the loopback address, 0 = any free port; `origin`: metrics are served with everything else. */
  readonly metricsPort: number | 'origin'
  /** Of the listener for managed devices, which asks for client certificates; absent: there is none. */
  readonly mdmPort?: number
  readonly fidelity: 'lenient' | 'strict'
  readonly emulator: boolean
  /** `graph`: request limits like the real service's. Absent: depends on the fidelity. */
  readonly throttling?: 'graph' | 'off'
  /** Whether a device gets a reduced profile for its hash alone, if its tenant allows that too. */
  readonly hashOnlyProfiles?: boolean
  /** A folder of PEM files: certificates of TPM makers. */
  readonly tpmRoots?: string
  /** Hosts, or hosts with ports, that webhooks may have; absent = any. */
  readonly webhookHosts?: readonly string[]
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error'
  /** Absent: pretty on a terminal, JSON elsewhere. */
  readonly logFormat?: 'json' | 'pretty'
  /** Absent: nothing is traced. */
  readonly tracing?: TracingSettings
}

/** A setting is invalid; the message names it and says what is allowed. */
export class ConfigError extends Error {}

export function readConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  // An empty variable counts as not set: that is how compose files and CI blank them.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = shape.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings cannot be used:\n  ${lines.join('\n  ')}`)
  }
  const v = parsed.data
  if ((v.TAXIWAY_TLS_CERT === undefined) !== (v.TAXIWAY_TLS_KEY === undefined)) {
    throw new ConfigError('TAXIWAY_TLS_CERT and TAXIWAY_TLS_KEY must be set together.')
  }
  return withoutUndefined({
    port: v.TAXIWAY_PORT,
    host: v.TAXIWAY_HOST,
    publicUrl: v.TAXIWAY_PUBLIC_URL,
    dataDir: resolve(v.TAXIWAY_DATA_DIR),
    databaseUrl: v.TAXIWAY_DATABASE_URL,
    maxConnections: v.TAXIWAY_MAX_CONNECTIONS,
    proxies: proxiesOf(v),
    drainSeconds: v.TAXIWAY_DRAIN_SECONDS,
    tls:
      v.TAXIWAY_TLS_CERT !== undefined && v.TAXIWAY_TLS_KEY !== undefined
        ? { cert: v.TAXIWAY_TLS_CERT, key: v.TAXIWAY_TLS_KEY }
        : undefined,
    keyEncryptionKey: v.TAXIWAY_KEY_ENCRYPTION_KEY,
    seed: v.TAXIWAY_SEED,
    metricsPort: v.TAXIWAY_METRICS_PORT,
    mdmPort: v.TAXIWAY_MDM_PORT,
    fidelity: v.TAXIWAY_FIDELITY,
    emulator: v.TAXIWAY_EMULATOR,
    throttling: v.TAXIWAY_THROTTLING,
    hashOnlyProfiles: v.TAXIWAY_HASH_ONLY_PROFILES,
    tpmRoots: v.TAXIWAY_TPM_ROOTS,
    webhookHosts: v.TAXIWAY_WEBHOOK_HOSTS,
    logLevel: v.TAXIWAY_LOG_LEVEL,
    logFormat: v.TAXIWAY_LOG_FORMAT,
    tracing: tracingOf(v),
  })
}

function proxiesOf(v: z.output<typeof shape>): ProxySettings {
  return withoutUndefined({
    proxies: v.TAXIWAY_TRUSTED_PROXIES,
    addressHeader: v.TAXIWAY_PROXY_ADDRESS_HEADER,
    certificateHeader: v.TAXIWAY_PROXY_CERTIFICATE_HEADER,
  })
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

function withoutUndefined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Defined<T>
}
