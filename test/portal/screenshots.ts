/** Pictures of the pages, as `npm run screenshots` writes them into docs/screenshots. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { isPictured, type Look } from './looks.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'screenshots')

/** Lossy, and small enough for a repository; text stays readable. */
const quality = 40

export async function keepScreenshot(page: Page, name: string, look: Look): Promise<void> {
  if (!isPictured) return
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality })
  await session.detach()
  await mkdir(folder, { recursive: true })
  const file = `${name}-${look.width}-${look.scheme}.webp`
  await writeFile(join(folder, file), Buffer.from(data, 'base64'))
}
