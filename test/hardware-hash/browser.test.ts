/** The library in a real browser: bundled, loaded by a page, asked what a hash says. */

import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { build, type Rolldown } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBrowser } from '../support/browser.ts'
import { hashFixture, hashFixtures } from '../support/hardware-hashes.ts'

/** What the bundle puts on the page. */
type Library = typeof import('taxiway-hardware-hash')
declare const hardwareHash: Library

let browser: Browser
let page: Page
let bundle: string

beforeAll(async () => {
  ;[browser, bundle] = await Promise.all([startBrowser(), bundled()])
  page = await browser.newPage()
  await page.addScriptTag({ content: bundle })
})

afterAll(async () => browser?.close())

test('the bundle asks for nothing that only Node has, and is small', () => {
  expect(bundle).not.toMatch(/\b(require|import)\s*\(/)
  expect(bundle.length).toBeLessThan(64_000)
})

test.each(hashFixtures)('a page reads $id as Node does', async ({ hardwareHash: text }) => {
  const inPage = await page.evaluate(
    (hash) => JSON.stringify(hardwareHash.decodeHardwareHash(hash)),
    text,
  )
  expect(inPage).toBe(JSON.stringify(decodeHardwareHash(text)))
})

test('a page finds damage with its own digest', async () => {
  const { hardwareHash: text } = hashFixture(1)
  const damaged = `${text.slice(0, 500)}${text[500] === 'A' ? 'B' : 'A'}${text.slice(501)}`
  const codes = await page.evaluate(
    (hash) => hardwareHash.checkHardwareHash(hash).map(({ code }) => code),
    damaged,
  )
  expect(codes).toContain('digest-mismatch')
})

test('a page diagnoses what is not base64', async () => {
  const fault = await page.evaluate(() => hardwareHash.decodeHardwareHash(`${'x'.repeat(3999)}!`))
  expect(fault).toMatchObject({ ok: false, fault: 'bad-character', offset: 3999 })
})

test('a page makes the same devices as Node', async () => {
  const made = await page.evaluate(
    () => hardwareHash.makeDevice({ seed: 1, count: 1 }, 0).hash().text,
  )
  const { makeDevice } = await import('taxiway-hardware-hash')
  expect(made).toBe(makeDevice({ seed: 1, count: 1 }, 0).hash().text)
})

async function bundled(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('taxiway-hardware-hash'))
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'hardwareHash' } },
  })
  const [output] = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[]
  return output?.output[0].code ?? ''
}
