/** A page as it is looked at where every page is. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faultsOf, isPictured, isWhole, type Look, take } from './looks.ts'
import { settle } from './pages.ts'
import { keepScreenshot } from './screenshots.ts'

const wide: Look = { scheme: 'light', width: 1440 }
const narrow: Look = { scheme: 'dark', width: 390 }
const others: readonly Look[] = [
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 1440 },
]

let looked = 0

/** In the suite one, another for each page. */
function looksNow(): readonly Look[] {
  if (isPictured) return [narrow, ...others, wide]
  return isWhole ? [narrow, wide] : [looked++ % 2 === 0 ? narrow : wide]
}

/** Looked at by a checker, wide and on a phone, and pictured in every look where pictures are taken. */
export async function look(page: Page, name: string): Promise<void> {
  for (const each of looksNow()) {
    await settle(page)
    await take(page, each)
    await keepScreenshot(page, name, each)
    expect(await faultsOf(page, each), name).toEqual([])
    expect(
      await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      ),
      name,
    ).toBe(0)
  }
  await take(page, wide)
}
