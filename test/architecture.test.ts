/** The house rules that no linter knows: who may import whom, and how long a file may get. */
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const nodeBuiltins = builtinModules.map((name) => `node:${name}`)
const http = ['src/core', 'src/surfaces/http', 'hono', 'zod']

/**
 * Place → what it may import besides itself. This table is the architecture: keep it short.
 * `node:*` stands for everything Node ships; a place without it is portable to a browser.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/hardware-hash': [],
  'src/device-csv': ['src/hardware-hash'],
  'src/collect': [
    'src/device-csv',
    'src/hardware-hash',
    '7z-wasm',
    'libarchive-wasm',
    'fast-xml-parser',
    'node:worker_threads',
    'node:zlib',
  ],
  'src/core': ['src/hardware-hash', 'node:async_hooks', 'node:crypto', 'node:util'],
  'src/storage': ['src/core', 'kysely', 'pg', 'node:*'],
  'src/local-postgres': ['pg', 'node:*'],
  'src/surfaces/http': ['src/core', 'hono', 'jose', 'zod', 'node:crypto'],
  'src/surfaces/graph': [...http],
  'src/surfaces/admin': [...http],
  'src/surfaces/authority': [
    ...http,
    'oidc-provider',
    'openid-client',
    'jose',
    'fetch-to-node',
    'uqr',
    'node:crypto',
    'node:http',
  ],
  'src/jobs': ['src/core', 'node:timers/promises'],
  'src/tls': ['@peculiar/x509', 'reflect-metadata', 'node:*'],
  'src/config.ts': ['zod', 'node:*'],
  'src/log.ts': ['pino', 'pino-pretty', 'src/config.ts'],
  'src/seed': ['src/core', 'yaml', 'zod', 'node:*'],
  'src/surfaces/operations': ['src/core', 'hono', 'prom-client'],
  'src/outbound': ['src/core', 'node:*'],
  'src/passkeys': ['src/core', '@simplewebauthn/server'],
  'src/token-files': ['src/core', 'fast-xml-parser', 'node:crypto', 'node:util'],
  'src/passwords': ['src/core', '@node-rs/argon2', '@zxcvbn-ts/language-common'],
  'src/first-start.ts': ['src/core'],
  'src/emulator': ['src/core'],
  'src/surfaces/emulator': [...http, 'src/emulator', 'node:timers/promises'],
  'src/storage/backup': ['src/storage', 'pg', 'pg-copy-streams', 'zod', 'node:*'],
  'src/storage/emulator': ['src/core', 'src/emulator', 'src/storage', 'pg'],
  'src/emulate.ts': ['src', 'node:*'],
  'src/embed.ts': ['src', 'node:*'],
  'src/temporary-home.ts': ['src/local-postgres', 'node:*'],
  'src/app.ts': ['src'],
  'src/start-server.ts': ['src', 'node:*'],
  'src/server.ts': ['src', '@hono/node-server', 'node:*'],
  'src/own-certificate.ts': ['src/config.ts', 'node:*'],
  'src/main.ts': ['src', 'cli/context-file.ts', 'node:util'],
  'cli/verify': [
    'cli',
    'src/core',
    'src/storage',
    'src/local-postgres',
    'commander',
    'pg',
    'node:*',
  ],
  'cli/keys': ['cli', 'src/storage', 'commander', 'node:*'],
  'cli/collect': ['cli', 'src/collect', 'src/device-csv', 'commander', 'node:*'],
  // Works on the database itself, with the settings of the server, which need not run for it.
  'cli/store': ['cli', 'src/config.ts', 'src/local-postgres', 'src/storage', 'commander', 'node:*'],
  'cli/serve': ['cli', 'src/main.ts', 'commander'],
  cli: [
    'src/hardware-hash',
    'src/device-csv',
    'commander',
    '@azure/msal-node',
    'cli-progress',
    'cli-table3',
    'zod',
    'node:*',
  ],
}

/** Files whose one job is to reach across: what a single command needs beyond its folder's rule. */
const exceptions: Readonly<Record<string, readonly string[]>> = {}

const sources = ['src', 'cli']
  .flatMap((top) => filesBelow(join(root, top)))
  .filter((f) => /\.tsx?$/.test(f))

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
  const all = [
    ...sources,
    ...['test', 'bench', 'scripts'].flatMap((top) => filesBelow(join(root, top))),
  ]
  const long = all.filter((f) => /\.(ts|tsx|mjs)$/.test(f) && lines(f) > 300)
  expect(long).toEqual([])
})

test('nothing is left for later', () => {
  const marks = /\b(TODO|FIXME|XXX|HACK)\b|\.(skip|only|todo)\(/
  expect(sources.filter((file) => marks.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('tests wait with the patience of test/support/eventually.ts, and clock work by the processor', () => {
  const impatient = /\bvi\.wait(For|Until)\(|\.poll\(|performance\.now\(\) - \w+\)\.toBeLess/
  const tests = [...filesBelow(join(root, 'test')), ...sources]
    .filter((file) => file.endsWith('.test.ts') && file !== 'test/architecture.test.ts')
    .filter((file) => impatient.test(readFileSync(join(root, file), 'utf8')))
  expect(tests).toEqual([])
})

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

/** Static, re-exported, side-effect and dynamic imports; relative ones become paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^'\s]+)'/g)]
    .map((match) => match[1] ?? '')
    .map((to) => (to.startsWith('.') ? join(dirname(file), to) : to))
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'))
}

function lines(file: string): number {
  return readFileSync(join(root, file), 'utf8').split('\n').length - 1
}
