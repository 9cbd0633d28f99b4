/** Steps that several walks through the portal share. */
import type { Page } from 'playwright-core'

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

/** The line below the list, such as `12 of 24 devices`. */
export const footOf = (page: Page, words: string) =>
  page.locator('.grid-foot', { hasText: new RegExp(`^${words}$`) })

/** Goes there as a link of the portal does, without loading it anew. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
}

/** The browser has drawn what it knows. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
  )
}

export async function openJobs(page: Page): Promise<void> {
  await page.locator('header').getByRole('button', { name: /^Jobs/ }).click()
  await page.getByRole('dialog', { name: 'Jobs' }).waitFor()
}

/** A notice has said it, and may have disappeared. The same words stand beside it for a moment, for a screen reader. */
export async function said(page: Page, words: string): Promise<void> {
  await page.evaluate(`untilNoticed(${JSON.stringify(words)})`)
}
