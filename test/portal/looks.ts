/** The ways a page is looked at, and what an accessibility checker says to each. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { drawn } from './walks.ts'

export type Look = {
  readonly scheme: 'light' | 'dark' | 'forced'
  readonly width: 1440 | 390
}

/** Pictures are taken and nothing else is asked. */
export const isPictured = process.env['TAXIWAY_WRITE_SCREENSHOTS'] !== undefined

/** Whether this run looks at every page in every look, as `npm run portal:walk` and `npm run screenshots` do. */
export const isWhole = process.env['TAXIWAY_PORTAL_LOOKS'] === 'all' || isPictured

const schemes = isPictured ? (['light', 'dark'] as const) : (['light', 'dark', 'forced'] as const)
const looks: readonly Look[] = ([1440, 390] as const).flatMap((width) =>
  schemes.map((scheme) => ({ scheme, width })),
)

/** All looks of the page; in the suite one, another for each page. */
export function looksOf(page: number): readonly Look[] {
  return isWhole ? looks : looks.slice(page % looks.length, (page % looks.length) + 1)
}

/** All of them; in the suite every `n`-th. */
export function sliceOf<T>(all: readonly T[], n: number): readonly T[] {
  return isWhole ? all : all.filter((_, i) => i % n === 0)
}

export async function take(page: Page, { scheme, width }: Look): Promise<void> {
  await page.emulateMedia({
    colorScheme: scheme === 'dark' ? 'dark' : 'light',
    forcedColors: scheme === 'forced' ? 'active' : 'none',
    reducedMotion: 'reduce',
  })
  const height = width === 390 ? 844 : 900
  const { width: now = 0 } = page.viewportSize() ?? {}
  if (now !== width) await page.setViewportSize({ width, height })
  await drawn(page)
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Tabster's sentinels take the focus on and hold nothing; it marks them itself. */
const exclude = [['[data-tabster-dummy]']]

type Found = {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What is wrong, one line a place. Colours alone change with the scheme, so the other rules are asked in light. */
export async function faultsOf(page: Page, { scheme }: Look): Promise<readonly string[]> {
  if (isPictured) return []
  const isThere = await page.evaluate(`'axe' in window`)
  if (!isThere) await page.evaluate(source)
  const isWholeRun = scheme === 'light' || !isWhole
  const options = {
    resultTypes: ['violations'],
    ...(!isWholeRun && { runOnly: ['color-contrast', 'link-in-text-block'] }),
  }
  const found = await page.evaluate(
    `axe.run({ exclude: ${JSON.stringify(exclude)} }, ${JSON.stringify(options)}).then((result) => result.violations)`,
  )
  return (found as readonly Found[]).flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  )
}
