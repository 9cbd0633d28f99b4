/**
 * Pages in light, dark and forced colours, wide and narrow: nothing for an accessibility checker to say, nothing wider
 * than the window. In the suite a slice of them; `npm run portal:walk` looks at every page in every look, and
 * `npm run screenshots` keeps pictures of them.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { listen, visitDetails, visitLists } from './hostile.ts'
import { fillWithHostile } from './hostile-content.ts'
import { hostileValues } from './hostile-values.ts'
import { faultsOf, isPictured, isWhole, looksOf, sliceOf, take } from './looks.ts'
import { fillOrganization } from './organization-content.ts'
import { emptyPages, pagesOf, type Shown, settle, show, wayIn } from './pages.ts'
import { openPortalSite, type PortalSite } from './portal-site.ts'
import { keepScreenshot } from './screenshots.ts'
import { openLanding, signIn, type Visit, visit } from './visits.ts'

let site: PortalSite
let browser: Browser

beforeAll(async () => {
  site = await openPortalSite({ isPlain: isPictured })
  await fillOrganization(site, isWhole ? 240 : 60)
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.close()
  expect(site.registry.failures).toEqual([])
})

async function lookAtAll(
  { page }: Visit,
  pages: readonly Shown[],
  open: (page: Page, shown: Shown) => Promise<void> = show,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [i, shown] of pages.entries()) {
    await take(page, { scheme: 'light', width: 1440 })
    await open(page, shown)
    for (const look of looksOf(i)) {
      await take(page, look)
      const where = `${shown.name} ${look.scheme} ${look.width}`
      await keepScreenshot(page, shown.name, look)
      for (const fault of await faultsOf(page, look)) faults.push(`${where}: ${fault}`)
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      if (overflow > 0) faults.push(`${where}: ${overflow} px wider than the window`)
    }
  }
  return faults
}

const parts = isWhole ? [0, 1, 2, 3, 4] : [0]

test.each(parts)('the pages of an organization with a fleet, part %i', async (part) => {
  const visitor = await visit(browser)
  await signIn(visitor.page, site.origin, 'grace@contoso.test')
  const pages = await pagesOf(site.contoso.client)
  const faults = await lookAtAll(
    visitor,
    isWhole ? pages.filter((_, i) => i % 5 === part) : sliceOf(pages, 3),
  )
  expect(faults).toEqual([])
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

test('every list of an organization that has just begun', async () => {
  const northwind = await site.addOrganization('northwind.test', 'Northwind')
  await northwind.addPerson('nora', 'Nora Berg', ['Global Administrator', 'Intune Administrator'])
  const visitor = await visit(browser)
  await signIn(visitor.page, site.origin, 'nora@northwind.test')
  const faults = await lookAtAll(visitor, sliceOf(emptyPages, 3))
  expect(faults).toEqual([])
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

test('the way in, for somebody without a session', async () => {
  const visitor = await visit(browser)
  const open = async (page: Page, { path, act }: Shown) => {
    await openLanding(page, site.origin + path.slice(1))
    await settle(page)
    await act?.(page)
  }
  expect(await lookAtAll(visitor, wayIn, open)).toEqual([])
  expect(visitor.complaints).toEqual([])
  await visitor.context.close()
})

test.skipIf(isPictured)(
  'hostile values in every field run nowhere, and the policy has nothing to refuse',
  async () => {
    expect(new Set(hostileValues).size).toBeGreaterThanOrEqual(200)
    const hostile = await site.addOrganization('hostile.test', 'Hostile')
    await hostile.addPerson('eve', hostileValues[0] ?? '', [
      'Global Administrator',
      'Intune Administrator',
    ])
    await fillWithHostile(site, hostile)
    const visitor = await visit(browser)
    await listen(visitor, site)
    await signIn(visitor.page, site.origin, 'eve@hostile.test')
    await visitLists(visitor.page)
    await visitDetails(visitor.page, hostile.client)
    // A tag that turns text around is shown as what it is.
    await show(visitor.page, {
      name: 'bidi',
      path: `/devices?tag=${encodeURIComponent('\u202egpj.exe')}`,
    })
    const shown = await visitor.page.locator('main').textContent()
    expect(shown).toContain('⟨202E⟩gpj.exe')
    expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  },
)
