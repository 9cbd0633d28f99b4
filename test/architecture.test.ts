/** The house rules that no linter knows: who may import whom, and how long a file may get. */
import { readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, importsOf, sourceFiles as sources, textOf } from './support/source-files.ts'

const root = join(import.meta.dirname, '..')
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
const mayImport: Readonly<Record<string, readonly string[]>> = {
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
  'src/surfaces/mdm': [...surface, 'fast-xml-parser', 'node:crypto'],
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

/** Files whose one job is to reach across: what a single command needs beyond its folder's rule. */
const exceptions: Readonly<Record<string, readonly string[]>> = {}

test('every source file lives in a place the table knows', () => {
  expect(sources.filter((file) => placeOf(file) === undefined)).toEqual([])
})

test.each(Object.keys(mayImport))('%s imports only what it may', (place) => {
  const foreign = sources
    .filter((file) => placeOf(file) === place && !file.endsWith('.test.ts'))
    .flatMap((file) => importsOf(file).map((to) => ({ file, to })))
    .filter(({ file, to }) => !allowed(place, file, to))
  expect(foreign).toEqual([])
})

test('no source file is longer than 300 lines', () => {
  const all = [...sources, ...['test', 'bench', 'scripts'].flatMap((top) => filesBelow(top))]
  const long = all.filter((f) => /\.(ts|tsx|mjs|css)$/.test(f) && lines(f) > 300)
  expect(long).toEqual([])
})

test('wiring a surface fits in 80 lines', () => {
  const long = filesBelow('src/compose').filter((file) => lines(file) > 80)
  expect(long).toEqual([])
})

test('migrations are numbered without a gap; a new one takes the next number', () => {
  const numbers = readdirSync(join(root, 'migrations')).map((name) => Number(name.slice(0, 4)))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, at) => at + 1))
})

test('nothing is left for later', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|\.(skip|only|todo)\(/
  expect(sources.filter((file) => marks.test(textOf(file)))).toEqual([])
})

// The formatter moves a comment that ends a line before a member, and a sorter leaves one behind: it then speaks of another.
test('a doc comment stands on lines of its own, right before what it is about', () => {
  const all = [...sources, ...['test', 'bench'].flatMap((top) => filesBelow(top))]
  const afterCode = /^(?! *(\/?\*|\/\/|const afterCode)).*[^ (\n].*\/\*\*/m
  const beforeAnother = /(?<=[\s\S])(?<!^\/\*\*(?:(?!\*\/)[\s\S])*)\*\/\n[ \n]*\/\*\*/
  const astray = (text: string) => afterCode.test(text) || beforeAnother.test(text)
  expect(all.filter((file) => /\.ts$/.test(file) && astray(textOf(file)))).toEqual([])
})

test('tests wait with the patience of test/support/eventually.ts', () => {
  expect(testsWith(/\bvi\.wait(For|Until)\(|\.poll\(/)).toEqual(['test/support/eventually.ts'])
})

test('every surface answers every code of refusal from one table', () => {
  const edges = [
    // The portal's surface hands out files and decides nothing.
    ...readdirSync(join(root, 'src/surfaces')).filter((name) => !['http', 'portal'].includes(name)),
    '../identity-provider/oidc',
  ].map((name) => join('src/surfaces', name, 'errors.ts'))
  const table =
    /as const satisfies Record<(DomainErrorCode|Failure\['code'\]),|from '\.\.\/http\/(failure|json-errors)\.ts'/
  const without = edges.filter((file) => !table.test(textOf(file)))
  expect(without).toEqual([])
})

test('the identity provider is entered by its door only', () => {
  const house = 'src/identity-provider/'
  const through = sources
    .filter((file) => !file.startsWith(house))
    .flatMap((file) => importsOf(file).map((to) => ({ file, to })))
    .filter(({ to }) => to.startsWith(house) && to !== `${house}door.ts`)
  expect(through).toEqual([])
})

// Whatever a clock says of work, also the processor's, it says of the machine: test/support/counted-work.ts counts.
test('no test asks a clock how long something took', () => {
  const stopwatch = /\b(threadC|c)puUsage\b|\bhrtime\b|\bperformance\.(now|mark|measure)\b/
  const elapsed =
    /(?<!new Date\()\bDate\.now\(\) - [a-zA-Z]|[\w)] - Date\.now\(\)|\bconsole\.time\b/
  expect([...testsWith(stopwatch), ...testsWith(elapsed)]).toEqual([])
})

function testsWith(pattern: RegExp): string[] {
  return [...filesBelow('test'), ...sources.filter((file) => file.endsWith('.test.ts'))]
    .filter((file) => file.endsWith('.ts') && file !== 'test/architecture.test.ts')
    .filter((file) => pattern.test(textOf(file)))
}

function allowed(place: string, file: string, to: string): boolean {
  return [place, ...(mayImport[place] ?? []), ...(exceptions[file] ?? [])].some((rule) =>
    rule === 'node:*' ? nodeBuiltins.includes(to) : to === rule || to.startsWith(`${rule}/`),
  )
}

/** The longest entry of the table that contains the file. */
function placeOf(file: string): string | undefined {
  return Object.keys(mayImport)
    .filter((place) => file === place || file.startsWith(`${place}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}

function lines(file: string): number {
  return textOf(file).split('\n').length - 1
}
