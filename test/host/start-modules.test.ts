/** What a server loads before its first request: packages that only some requests need come with the first of those. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadedBy } from '../support/loaded-packages.ts'

const start = join(import.meta.dirname, '../../src/host/start-server.ts')

const onlyWithTheFirst = {
  'sign-in, code or certificate': ['oidc-provider', 'koa', 'nanoid'],
  passkey: ['@simplewebauthn/server', '@levischuck/tiny-cbor'],
  'sign-in with an external provider': ['openid-client', 'oauth4webapi'],
  'chosen password': ['@zxcvbn-ts/language-common'],
  'seed file': ['yaml'],
  'certificate that is issued, or message that a device has signed': [
    '@peculiar/x509',
    '@peculiar/asn1-cms',
    '@peculiar/asn1-schema',
    'asn1js',
    'reflect-metadata',
  ],
  'spreadsheet or archive': ['@e965/xlsx', 'libarchive-wasm', '7z-wasm', 'postal-mime'],
}

/** As a name that is misspelt is never loaded. */
test('all of them are there', () => {
  const folder = join(import.meta.dirname, '../../node_modules')
  for (const name of Object.values(onlyWithTheFirst).flat())
    expect(existsSync(join(folder, name)), name).toBe(true)
})

test('what few requests need is not loaded at the start', async () => {
  const { packages: loaded } = await loadedBy(`await import(${JSON.stringify(start)})`)
  expect(loaded).toContain('hono')
  const early = Object.values(onlyWithTheFirst).flat()
  expect(loaded.filter((name) => early.includes(name))).toEqual([])
  // Some come with others; a new one is worth a thought.
  expect(loaded.length, loaded.join(' ')).toBeLessThanOrEqual(41)
})
