/** A page as it is looked at where every page is. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faultsOf, isPictured, type Look, take } from './looks.ts'
import { settle } from './pages.ts'
import { keepScreenshot } from './screenshots.ts'

const wide: Look = { scheme: 'light', width: 1440 }
const narrow: Look = { scheme: 'dark', width: 390 }
const others: readonly Look[] = [
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 1440 },
]

/** Looked at by a checker, wide and on a phone, and pictured in every look where pictures are taken. */
export async function look(page: Page, name: string): Promise<void> {
  for (const each of isPictured ? [narrow, ...others, wide] : [narrow, wide]) {
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
