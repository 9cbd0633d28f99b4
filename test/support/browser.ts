/**
 * A real Chromium for tests: the one that comes from npm, on every machine the same.
 *
 * Its package brings arguments for a cloud function that break ordinary pages, and unpacks the
 * program to a place where a second test run takes a file that is not whole yet. Only the packed program is
 * used. It is Chromium's headless shell: a page costs it less than half of what a desktop's
 * Chromium spends on it.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

const require = createRequire(import.meta.url)

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
  const executablePath = await unpacked()
  return chromium.launch({ executablePath, args: [...quietly, ...args], timeout: 100_000 })
}

/** The path of the program, which is unpacked once for each version: whole, or not there. */
async function unpacked(): Promise<string> {
  const packed = join(dirname(require.resolve('@sparticuz/chromium')), '../../bin/chromium.br')
  const { version } = createRequire(packed)('../package.json')
  const program = join(tmpdir(), `taxiway-test-chromium-${version}`)
  if (!existsSync(program)) {
    const partial = `${program}.${process.pid}`
    await pipeline(
      createReadStream(packed),
      createBrotliDecompress(),
      createWriteStream(partial, { mode: 0o700 }),
    )
    await rename(partial, program)
  }
  return program
}
