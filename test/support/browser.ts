/**
 * A real Chromium for tests: the one that Debian installs, else the one that comes from npm.
 *
 * The npm one brings arguments for a cloud function that break ordinary pages, so only its program
 * is used.
 */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const installed = '/usr/bin/chromium'

/** Nothing in a test may call home, and a container's root cannot have Chromium's sandbox. */
const quietly = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser that the caller must close; `args` come on top of the quiet ones. */
export async function startBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = existsSync(installed) ? installed : await npmChromium()
  return chromium.launch({ executablePath, args: [...quietly, ...args], timeout: 100_000 })
}

async function npmChromium(): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}
