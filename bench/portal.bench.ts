/** How soon the portal answers a hand, on 100,000 devices: Event Timing of what people do most, in a real browser. */
import pg from 'pg'
import type { Page } from 'playwright-core'
import { signIn, visit } from '../test/portal/visits.ts'
import { footOf, go } from '../test/portal/walks.ts'
import { startBrowser } from '../test/support/browser.ts'
import { fillDevices } from './fill-devices.ts'
import { startTaxiwayProcess } from './graph/taxiway-server.ts'
import { openBenchRegistry, percentile } from './registry-store.ts'
import type { Report } from './report.ts'

const devices = 100_000
const rounds = 3
const person = {
  userPrincipalName: 'ada@bench.test',
  displayName: 'Ada Adams',
  password: 'correct horse battery staple',
  licensed: true,
  roles: ['Intune Administrator'],
}
/** Below it the browser reports nothing. ms */
const least = 16

export async function run(report: Report): Promise<void> {
  const registry = await openBenchRegistry()
  try {
    await fillDevices(registry, devices)
    // A connection of its own: the server's give up on what takes as long as this.
    const client = new pg.Client({ connectionString: registry.connectionString })
    await client.connect()
    await client.query(
      `update device set group_tag = 'Tag ' || abs(hashtext(device_id::text)) % 20,
         model = 'Model ' || abs(hashtext(serial_number)) % 30`,
    )
    await client.query('vacuum analyze device')
    await client.end()
    const server = await startTaxiwayProcess({
      databaseUrl: registry.connectionString,
      folder: registry.folder,
      tenant: { id: registry.tenantId, domain: 'bench.test' },
      users: [person],
    })
    try {
      await measure(server.origin, report)
    } finally {
      await server.stop()
    }
  } finally {
    await registry.close()
  }
}

async function measure(origin: string, report: Report): Promise<void> {
  const browser = await startBrowser()
  try {
    const { context, page } = await visit(browser)
    await context.addInitScript(`window.timings = {}
      new PerformanceObserver((list) => {
        for (const { interactionId, duration } of list.getEntries())
          if (interactionId > 0)
            timings[interactionId] = Math.max(timings[interactionId] ?? 0, duration)
      }).observe({ type: 'event', durationThreshold: ${least}, buffered: true })`)
    await signIn(page, origin, person.userPrincipalName)
    const found: { readonly p98: number; readonly worst: number; readonly count: number }[] = []
    for (let round = 0; round < rounds; round++) {
      await page.evaluate('window.timings = {}')
      const count = await interact(page)
      const slow = Object.values(await page.evaluate<Record<string, number>>('window.timings'))
      const all = [...slow, ...Array<number>(Math.max(0, count - slow.length)).fill(least)]
      found.push({ p98: percentile(all, 0.98), worst: Math.max(...all), count })
    }
    const p98 = Math.max(...found.map((each) => each.p98))
    const worst = Math.max(...found.map((each) => each.worst))
    report({
      name: `the portal's answer to a hand on ${devices.toLocaleString('en')} devices, ${found[0]?.count ?? 0} interactions`,
      figure: `p98 ${p98.toFixed(0)} ms, worst ${worst.toFixed(0)} ms (worst of ${rounds} rounds)`,
      goal: 'p98 ≤ 100 ms',
      met: p98 <= 100,
    })
  } finally {
    await browser.close()
  }
}

/** What people do most, by keys and by mouse; how many times the browser was touched. */
async function interact(page: Page): Promise<number> {
  let count = 0
  const press = async (key: string) => {
    await page.keyboard.press(key)
    count += 1
  }
  const click = async (place: ReturnType<Page['locator']>) => {
    await place.click()
    count += 1
  }
  await go(page, '/devices')
  await footOf(page, '100,000 devices').waitFor()
  await click(page.locator('.grid-body [role=gridcell]').nth(1))
  const keys = ['ArrowDown', 'ArrowRight', 'PageDown', 'PageDown', 'Control+End', 'PageUp']
  for (const key of [...keys, 'Control+Home', 'Space', 'Shift+ArrowDown', 'Control+a', 'Escape'])
    await press(key)
  await press('F2')
  await page.getByRole('dialog').waitFor()
  for (const letter of 'KIO-1') await press(letter)
  await press('Escape')
  await click(page.getByRole('button', { name: 'Discard' }))
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await click(page.getByRole('button', { name: 'Group tag', exact: true }))
  await click(page.getByRole('checkbox', { name: /^Tag 7/ }))
  await press('Escape')
  await page.locator('.chip').waitFor()
  await click(page.getByRole('button', { name: 'Clear filters' }))
  await footOf(page, '100,000 devices').waitFor()
  await press('/')
  for (const letter of 'a7f') await press(letter)
  await page.waitForURL(/q=a7f/i)
  await press('Control+a')
  await press('Delete')
  await footOf(page, '100,000 devices').waitFor()
  await click(page.getByRole('columnheader', { name: 'Model' }))

  await click(page.locator('.grid-body a.link').first())
  await page.getByRole('tab', { name: 'Timeline' }).waitFor()
  for (const key of ['3', '4', '5', '1', 'j', 'k']) await press(key)
  for (const way of ['Overview', 'Imports', 'Profiles', 'Groups', 'Import', 'Audit', 'Devices'])
    await click(page.getByRole('navigation').getByRole('link', { name: way, exact: true }))
  await footOf(page, '100,000 devices').waitFor()
  await press('?')
  await page.getByRole('dialog').waitFor()
  await press('Escape')
  return count
}
