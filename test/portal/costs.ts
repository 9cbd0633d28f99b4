/** What a page costs, counted and not timed: bytes, requests, elements, shifts of the page, memory. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { portalFolder } from '../../src/host/portal-files.ts'

export type Script = { readonly name: string; readonly bytes: number }

/** In bytes as gzip packs it, which every browser takes. */
function scriptAt(path: string): Script {
  return {
    name: path.replace(/^\/?assets\/(.*)-[\w-]{8}\.js$/, '$1'),
    bytes: gzipSync(readFileSync(join(portalFolder, path)), { level: 9 }).length,
  }
}

export type Costs = {
  readonly scripts: readonly Script[]
  /** What was not asked for. */
  readonly otherScripts: readonly Script[]
  /** Paths of the server's APIs. */
  readonly asked: readonly string[]
  /** Layout shifts, each with what was moved. */
  readonly shifts: readonly { readonly by: number; readonly moved: readonly string[] }[]
}

/** Counts from now until `done`. */
export async function countCosts(page: Page, done: () => Promise<void>): Promise<Costs> {
  await page.addInitScript(`window.shifts = []
    const nameOf = ({ node, previousRect: { y }, currentRect }) =>
      (node?.className || node?.nodeName) + ' ' + y + ' → ' + currentRect.y
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, value, sources } of list.getEntries())
        if (!hadRecentInput) window.shifts.push({ by: value, moved: sources.map(nameOf) })
    }).observe({ type: 'layout-shift', buffered: true })`)
  const paths: string[] = []
  page.on('request', (request) => paths.push(new URL(request.url()).pathname))
  await done()
  const loaded = new Set(paths.filter((path) => path.endsWith('.js')))
  const others = readdirSync(join(portalFolder, 'assets'))
    .map((name) => `/assets/${name}`)
    .filter((path) => path.endsWith('.js') && !loaded.has(path))
  return {
    scripts: [...loaded].map(scriptAt),
    otherScripts: others.map(scriptAt),
    asked: paths.filter((path) => /^\/(admin|beta|v1\.0)\//.test(path)),
    shifts: await page.evaluate<Costs['shifts']>('window.shifts'),
  }
}

/** Bytes in use after the garbage is collected. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}
