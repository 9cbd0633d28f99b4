/** What the portal may cost, counted and not timed: bytes, requests, elements, shifts of the page, memory. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { portalFolder } from '../../src/host/portal-files.ts'
import { startBrowser } from '../support/browser.ts'
import { importDevices } from './organization-content.ts'
import { settle } from './pages.ts'
import { openPortalSite, type PortalSite, signIn, visit } from './portal-site.ts'
import { footOf, go } from './walks.ts'

const count = 1_000
let site: PortalSite
let browser: Browser

beforeAll(async () => {
  site = await openPortalSite()
  await importDevices(site, site.contoso.client, { seed: 'budget', count, label: 'fleet.csv' })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

/** In bytes, as the smallest form that every browser takes. */
function packedSize(path: string): number {
  return gzipSync(readFileSync(join(portalFolder, path)), { level: 9 }).length
}

const nameOf = (path: string): string => path.replace(/^\/?assets\/(.*)-[\w-]{8}\.js$/, '$1')

/** What must not be loaded before somebody goes there. */
const byNeed =
  /^(import-|edit-|device-screen|overview|bench|access|audit|profile|group|conflict|delete-)/

test('until the list can be used, few scripts are asked for, and the page stays where it is', async () => {
  const { context, page } = await visit(browser)
  await context.addInitScript(`window.shifts = 0
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts += each.value
    }).observe({ type: 'layout-shift', buffered: true })`)
  await signIn(page, site.origin)
  const scripts = new Set<string>()
  const requests: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    requests.push(pathname)
    if (pathname.endsWith('.js')) scripts.add(pathname)
  })
  await page.goto(`${site.origin}/devices`)
  await footOf(page, '1,000 devices').waitFor()
  await settle(page)
  const sizes = [...scripts].map((path) => [nameOf(path), packedSize(path)] as const)
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0)
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes, JSON.stringify(sizes)).toBeLessThanOrEqual(260_000)
  expect(sizes.map(([name]) => name).filter((name) => byNeed.test(name))).toEqual([])
  const others = readdirSync(join(portalFolder, 'assets'))
    .map((name) => `/assets/${name}`)
    .filter((path) => path.endsWith('.js') && !scripts.has(path))
  expect(others.length).toBeGreaterThan(20)
  expect(others.filter((path) => packedSize(path) > 60_000)).toEqual([])
  expect(requests.filter((path) => path.startsWith('/admin/')).length).toBeLessThanOrEqual(6)
  expect(await page.evaluate<number>('window.shifts')).toBeLessThanOrEqual(0.05)
  await context.close()
})

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

test('a walk through a thousand rows and many pages leaves neither elements nor memory behind', async () => {
  const { context, page, complaints } = await visit(browser)
  await signIn(page, site.origin)
  const rounds = async () => {
    for (const path of ['/devices', '/imports', '/profiles', '/overview', '/devices']) {
      await go(page, path)
      await settle(page)
    }
    await page.locator('.grid-body [role=gridcell]').nth(1).click()
    for (let i = 0; i < 12; i++) await page.keyboard.press('PageDown')
    await page.keyboard.press('Control+End')
    await settle(page)
  }
  await rounds()
  const [elements, before] = [await page.locator('*').count(), await heap(page)]
  expect(elements).toBeLessThanOrEqual(3_000)
  for (let i = 0; i < 4; i++) await rounds()
  expect(await page.locator('*').count()).toBeLessThanOrEqual(elements * 1.1)
  const after = await heap(page)
  expect(after).toBeLessThanOrEqual(40_000_000)
  expect(after - before).toBeLessThanOrEqual(8_000_000)
  expect(complaints).toEqual([])
  await context.close()
})
