/** How soon pages are there, and how smoothly a long list scrolls. */
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { signIn, visit } from '../../test/portal/visits.ts'
import { footOf, go } from '../../test/portal/walks.ts'
import type { Report } from '../report.ts'
import type { BenchSite } from './interactions.ts'

const rounds = 3
/** ms */
const goals = { landing: 600, rows: 1_500, reload: 2_000, scroll: 120 }
/** Of the wheel. px */
const [far, turn] = [80_000, 1_000]

export async function reportPages(site: BenchSite, report: Report): Promise<void> {
  const found: Awaited<ReturnType<typeof look>>[] = []
  for (let round = 0; round < rounds; round++) found.push(await look(site))
  const worst = (of: keyof (typeof found)[number]) => Math.max(...found.map((each) => each[of]))
  const state = (of: keyof typeof goals, name: string) =>
    report({
      name,
      figure: `${worst(of).toFixed(0)} ms (worst of ${rounds})`,
      goal: `≤ ${goals[of]} ms`,
      met: worst(of) <= goals[of],
    })
  const of = `of ${site.devices.toLocaleString('en')} devices`
  state('landing', 'first paint of the landing page in a browser that was never here')
  state('rows', `first rows ${of} after the device list is asked for`)
  state('reload', `rows ${of} after a reload, silent sign-in included`)
  state('scroll', `longest task while the wheel goes over ${far.toLocaleString('en')} px ${of}`)
}

async function look({ browser, origin, person, devices }: BenchSite) {
  const { context, page } = await visit(browser)
  await context.addInitScript(`window.longest = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration)
    }).observe({ type: 'longtask' })`)
  await page.goto(origin)
  await page.getByRole('button', { name: /^(Sign in|Next)$/ }).waitFor()
  const landing = await truthy<number>(
    page,
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`,
  )
  await signIn(page, origin, person)
  const rowsThere = () => page.locator('.grid-body a.link').first().waitFor()
  const rows = await took(async () => {
    await go(page, '/devices')
    await rowsThere()
  })
  await footOf(page, `${devices.toLocaleString('en')} devices`).waitFor()
  const reload = await took(async () => {
    await page.reload()
    await rowsThere()
  })
  const scroll = await scrolled(page)
  await context.close()
  return { landing, rows, reload, scroll }
}

async function scrolled(page: Page): Promise<number> {
  await page.locator('.grid-body').hover()
  await page.evaluate('window.longest = 0')
  for (let at = 0; at < far; at += turn) await page.mouse.wheel(0, turn)
  await truthy(page, 'document.querySelector("[role=grid]").scrollTop > 0')
  await page.locator('.grid-body a.link').first().waitFor()
  return await page.evaluate<number>('window.longest')
}

/** Asks from outside: a page that asked itself again would evaluate text, which its policy forbids. */
async function truthy<T>(page: Page, expression: string): Promise<T> {
  for (;;) {
    const value = await page.evaluate<T>(expression)
    if (value) return value
    await setTimeout(10)
  }
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
