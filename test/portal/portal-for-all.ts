/** A portal and a browser for all tests of a file, closed after them. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { openPortalSite, type PortalSite, type PortalSiteOptions } from './portal-site.ts'

export type PortalForAll = { readonly site: PortalSite; readonly browser: Browser }

/** What it returns may be read in tests, not before. */
export function portalForAll(options?: PortalSiteOptions): PortalForAll {
  let opened: PortalForAll | undefined
  const there = (): PortalForAll => {
    if (opened === undefined) throw new Error('the portal is opened before the first test')
    return opened
  }
  beforeAll(async () => {
    opened = { site: await openPortalSite(options), browser: await startBrowser() }
  })
  afterAll(async () => {
    const { site, browser } = there()
    await browser.close()
    await site.close()
    expect(site.registry.failures).toEqual([])
  })
  return {
    get site() {
      return there().site
    },
    get browser() {
      return there().browser
    },
  }
}
