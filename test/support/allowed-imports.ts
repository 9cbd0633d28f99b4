/** Who may import whom; `test/architecture.test.ts` holds the sources to it. */
import { builtinModules } from 'node:module'

const nodeBuiltins = builtinModules.map((name) => `node:${name}`)
/** Runs in browsers and depends on nothing; code that states a fact of Autopilot takes it from there. */
const facts = 'taxiway-autopilot'
const surface = ['src/core', 'src/surfaces/http', facts, 'hono', 'zod']
const libraries = [facts, 'taxiway-hardware-hash', 'taxiway-device-csv']
const readers = ['cli', 'src/collect', ...libraries, 'taxiway-graph-client', 'commander', 'node:*']

/**
 * Place → what it may import besides itself. This table is the architecture: keep it short.
 * `node:*` stands for everything Node ships; a place without it is portable to a browser.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'packages/autopilot': [],
  'packages/graph-client': [facts],
  'packages/hardware-hash': [],
  'packages/device-csv': [facts, 'taxiway-hardware-hash'],
  'packages/device': ['taxiway-hardware-hash', 'fast-xml-parser', 'node:*'],
  'src/collect': [
    ...libraries,
    '@e965/xlsx',
    '7z-wasm',
    'libarchive-wasm',
    'fast-xml-parser',
    'postal-mime',
    'node:worker_threads',
    'node:zlib',
  ],
  'src/core': [
    facts,
    'taxiway-hardware-hash',
    'taxiway-device/tpm',
    'node:async_hooks',
    'node:crypto',
    'node:util',
  ],
  'src/storage': ['src/core', facts, 'kysely', 'pg', 'node:*'],
  'src/storage/backup': ['src/storage', 'pg', 'pg-copy-streams', 'zod', 'node:*'],
  'src/surfaces/http': ['src/core', facts, 'hono', 'zod', 'node:crypto', 'node:util', 'node:zlib'],
  'src/surfaces/graph': surface,
  'src/surfaces/admin': [...surface, 'taxiway-hardware-hash', 'taxiway-device-csv', 'uqr'],
  'src/surfaces/intake': surface,
  'src/surfaces/deployment': [...surface, 'node:crypto', 'node:os', 'node:timers/promises'],
  'src/surfaces/emulator': [...surface, 'node:timers/promises'],
  'src/surfaces/partner-center': [...surface, 'node:crypto'],
  'src/surfaces/oem': [...surface, 'node:crypto'],
  'src/surfaces/mdm': [...surface, 'taxiway-device/xml', 'node:crypto'],
  'src/device-authority': [
    '@peculiar/asn1-cms',
    '@peculiar/asn1-schema',
    '@peculiar/asn1-x509',
    '@peculiar/x509',
    'asn1js',
    'reflect-metadata',
    'node:crypto',
  ],
  'src/surfaces/mdm-relay': surface,
  'src/surfaces/operations': ['src/core', 'src/surfaces/http', 'hono', 'prom-client'],
  'src/surfaces/certificates': ['src/core', 'src/surfaces/http', 'hono', 'uqr', 'node:crypto'],
  'src/surfaces/portal': ['src/surfaces/http', facts, 'hono'],
  'src/identity-provider/door.ts': ['src', facts],
  'src/identity-provider/open-factors.ts': ['src'],
  'src/identity-provider/surface.ts': ['src/surfaces/http', facts],
  'src/identity-provider/core': ['src/core', 'node:*'],
  'src/identity-provider/storage': [
    'src/core',
    'src/identity-provider/core',
    'src/storage',
    'kysely',
    'pg',
    'node:*',
  ],
  'src/identity-provider/bearer': [...surface, 'src/identity-provider/core', 'jose', 'node:crypto'],
  'src/identity-provider/oidc': [
    ...surface,
    'src/identity-provider/bearer',
    'src/identity-provider/core',
    'oidc-provider',
    'jose',
    'fetch-to-node',
    'node:crypto',
    'node:zlib',
  ],
  'src/identity-provider/protocol': [
    ...surface,
    'src/identity-provider/bearer',
    'src/identity-provider/core',
    'src/identity-provider/oidc',
    'src/identity-provider/pages',
    'oidc-provider',
    'jose',
    'node:crypto',
  ],
  'src/identity-provider/pages': [
    ...surface,
    'src/identity-provider/core',
    'src/identity-provider/oidc',
    'oidc-provider',
    'openid-client',
    'uqr',
    'node:crypto',
  ],
  'src/identity-provider/admin': [...surface, 'src/identity-provider/core', 'src/surfaces/admin'],
  'src/identity-provider/passkeys': [
    'src/core',
    'src/identity-provider/core',
    '@simplewebauthn/server',
  ],
  'src/identity-provider/token-files': [
    'src/core',
    'src/identity-provider/core',
    'fast-xml-parser',
    'node:crypto',
    'node:util',
  ],
  'src/identity-provider/passwords': [
    'src/core',
    'src/identity-provider/core',
    '@node-rs/argon2',
    '@zxcvbn-ts/language-common',
  ],
  'src/compose': ['src', 'taxiway-device/tpm', 'node:*'],
  'src/host': ['src', '@hono/node-server', 'node:*'],
  'src/host/config.ts': [
    'zod',
    'node:*',
    'src/host/tracing-settings.ts',
    'src/host/listening/trusted-proxies.ts',
    'src/storage/sql/hosts.ts',
  ],
  'src/host/tracing-settings.ts': ['zod'],
  'src/host/log.ts': ['pino', 'pino-pretty', 'src/core', 'src/host/config.ts'],
  'src/host/jobs': ['src/core', 'node:timers/promises'],
  'src/host/local-postgres': ['src/storage/sql/client.ts', 'pg', 'node:*'],
  'src/outbound': ['src/core', 'node:*'],
  'src/tracing': ['src/core', 'pg', 'node:*'],
  'src/host/seed': ['src/core', facts, 'yaml', 'zod', 'node:*'],
  'src/host/tls': [facts, '@peculiar/x509', 'reflect-metadata', 'node:*'],
  // Works on the database itself, with the settings of the server, which need not run for it.
  'cli-server': [
    'cli',
    'src/core',
    'src/host',
    'src/identity-provider/door.ts',
    'src/storage',
    'commander',
    'pg',
    'node:*',
  ],
  'cli/associations': readers,
  'cli/collect': ['cli', 'src/collect', ...libraries, 'commander', 'node:*'],
  'cli/csv': readers,
  'cli/device': [
    'cli',
    'taxiway-device',
    'taxiway-hardware-hash',
    'taxiway-autopilot',
    'taxiway-graph-client',
    'commander',
    'zod',
    'node:*',
  ],
  'cli/evidence': [...readers, 'taxiway-device/zip'],
  'cli/hash': ['cli', 'src/collect', ...libraries, 'commander', 'node:*'],
  'cli/import': readers,
  'cli/omadm': readers,
  cli: [
    ...libraries,
    'taxiway-graph-client',
    'commander',
    '@azure/msal-node',
    '@napi-rs/keyring',
    'cli-progress',
    'string-width',
    'zod',
    'node:*',
  ],
  bin: ['cli', 'cli-server', 'node:*'],
  // Runs in browsers, and knows the server by HTTP only.
  portal: [
    ...libraries,
    '@fluentui/react-components',
    '@fluentui/react-icons',
    '@tanstack/react-query',
    'fflate',
    'oauth4webapi',
    'react',
    'react-dom',
    'wouter',
  ],
  'portal/vite.config.ts': ['@vitejs/plugin-react', 'vite', 'node:*'],
}

export function allowed(place: string, to: string): boolean {
  return [place, ...(mayImport[place] ?? [])].some((rule) =>
    rule === 'node:*' ? nodeBuiltins.includes(to) : to === rule || to.startsWith(`${rule}/`),
  )
}

/** The longest entry of the table that contains the file. */
export function placeOf(file: string): string | undefined {
  return Object.keys(mayImport)
    .filter((place) => file === place || file.startsWith(`${place}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}
