/** How the portal is served: its policy, its assets in the form a client takes, and what stands there until it is built. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PortalState, portalFilesIn } from '../../../src/host/portal-files.ts'
import { screens } from '../../../src/surfaces/portal/surface.ts'
import { json, openRegistry, origin } from '../../support/registry.ts'

const state: PortalState = { missing: 'building' }
const page = `<!doctype html><title>Taxiway</title>${'<!-- -->'.repeat(200)}`
let folder: string
let registry: Awaited<ReturnType<typeof openRegistry>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taxiway-portal-'))
  registry = await openRegistry(undefined, { portal: portalFilesIn(join(folder, 'dist'), state) })
})
afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true })
  expect(registry.failures).toEqual([])
})

const get = (path: string, headers: Record<string, string> = {}) =>
  registry.app.fetch(
    new Request(`${origin}${path}`, { headers: { host: 'localhost:8443', ...headers } }),
  )

async function buildPortal(script: string): Promise<void> {
  const assets = join(folder, 'dist', 'assets')
  await mkdir(assets, { recursive: true })
  await writeFile(join(assets, `${script}.js`), page)
  await writeFile(join(assets, `${script}.js.gz`), gzipSync(page))
  await writeFile(join(assets, `${script}.js.br`), brotliCompressSync(page))
  await writeFile(join(folder, 'dist', 'index.html'), page)
}

test('until it is built, every address of the portal says so, and why', async () => {
  for (const [missing, words] of [
    ['building', 'is being built'],
    ['failed', 'could not be built'],
    ['not-built', 'npm run portal'],
  ] as const) {
    state.missing = missing
    const response = await get('/devices/some/where?q=x')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await response.text()
    expect(text).toContain(words)
    // The page reloads its own address: it names none.
    expect(text).toMatch(/http-equiv="refresh" content="\d"/)
  }
  const style = await get('/assets/waiting.css')
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
})

test('once it is built, the same addresses answer the page, without a restart', async () => {
  await buildPortal('boot-1')
  for (const screen of screens) {
    const response = await get(`/${screen}`)
    expect([screen, response.status, await response.text()]).toEqual([screen, 200, page])
  }
})

test('every address that the portal goes to by itself is served when it is loaded anew', async () => {
  const routes = await readFile('portal/src/shell/routes.tsx', 'utf8')
  const paths = [...routes.matchAll(/<Route path="\/([a-z-]*)/g)].map(([, first]) => first ?? '')
  expect(paths.length).toBeGreaterThan(30)
  expect(paths.filter((path) => !screens.includes(path))).toEqual([])
})

test('its policy allows nothing inline and nothing from elsewhere', async () => {
  const { headers } = await get('/overview')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).toContain("style-src-attr 'none'")
  expect(policy).not.toMatch(/unsafe|https?:|data:|blob:|\*/)
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('x-frame-options')).toBe('DENY')
})

test('assets come packed as the client takes them, and are kept for good', async () => {
  const bytes = async (accepted: string) => {
    const response = await get('/assets/boot-1.js', { 'accept-encoding': accepted })
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('vary')).toBe('Accept-Encoding')
    return {
      encoding: response.headers.get('content-encoding'),
      body: Buffer.from(await response.arrayBuffer()),
    }
  }
  const br = await bytes('gzip, deflate, br')
  expect([br.encoding, brotliDecompressSync(br.body).toString()]).toEqual(['br', page])
  const gzip = await bytes('gzip;q=0.5, br;q=0')
  expect([gzip.encoding, gunzipSync(gzip.body).toString()]).toEqual(['gzip', page])
  const plain = await bytes('identity')
  expect([plain.encoding, plain.body.toString()]).toEqual([null, page])
})

test('an asset that is not there is missing, never the page', async () => {
  for (const path of [
    '/assets/none.js',
    '/assets/',
    '/assets/../index.html',
    '/assets/boot-1.js.br',
  ]) {
    const response = await get(path)
    if (path.includes('..')) expect(new URL(`${origin}${path}`).pathname).toBe('/index.html')
    expect([path, response.status]).toEqual([path, 404])
  }
})

test('a page that is open while the portal is built anew still finds its own files', async () => {
  await rm(join(folder, 'dist'), { recursive: true })
  await buildPortal('boot-2')
  expect((await get('/')).status).toBe(200)
  expect((await get('/assets/boot-2.js')).status).toBe(200)
  expect((await get('/assets/boot-1.js')).status).toBe(200)
})

test('under another name of this machine the portal leads to its own origin, deep links too', async () => {
  const response = await get('/devices?tag=Kiosk', { host: '127.0.0.1:8443' })
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe(`${origin}/devices?tag=Kiosk`)
})

test('nobody changes anything at an address of the portal', async () => {
  const response = await registry.app.fetch(new Request(`${origin}/devices`, { method: 'POST' }))
  expect(response.status).toBe(405)
  expect((await json(response)).error.message).toContain('/admin/v1')
})

test('the landing page learns the one organization there is, and no list of several', async () => {
  const configuration = () => json(get('/common/portal-configuration'))
  const { tenantId } = await registry.newTenant()
  expect(await configuration()).toMatchObject({ publicUrl: origin, onlyTenant: `${tenantId}.test` })
  await registry.newTenant()
  expect((await configuration()).onlyTenant).toBeNull()
})

test('answers of the API are packed, answers with tokens are not', async () => {
  const client = await registry.newTenant()
  const response = await registry.app.fetch(
    new Request(`${origin}/admin/v1/openapi.json`, { headers: { 'accept-encoding': 'gzip' } }),
  )
  expect(response.headers.get('content-encoding')).toBe('gzip')
  const description = JSON.parse(gunzipSync(Buffer.from(await response.arrayBuffer())).toString())
  expect(description.openapi).toMatch(/^3/)
  const metadata = await registry.app.fetch(
    new Request(`${origin}/${client.tenantId}/v2.0/.well-known/openid-configuration`, {
      headers: { 'accept-encoding': 'gzip' },
    }),
  )
  expect(metadata.headers.get('content-encoding')).toBeNull()
})
