/** Hashes are examined once, while the database stores their rows, and by the deny list of the decision. */

import { makeDevice } from 'taxiway-hardware-hash'
import { describe, expect, test } from 'vitest'
import type { DenyList } from '../../src/core/identity/deny-list.ts'
import type { Tokens } from '../../src/core/identity/tokens.ts'
import { examinerAhead } from '../../src/core/imports/examine-ahead.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { recentHashes } from '../../src/storage/imports/recent-hashes.ts'
import { defaultDenyList } from '../support/deny-list.ts'
import { examiner, importsOn, verdicts } from '../support/imports.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

const rowsOf = (seed: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...emptyRow,
    hardwareHash: makeDevice({ seed, count, mix: { hp: 1, dell: 1 } }, n).hash().bytes,
  }))

describe.each(backends)('hashes examined ahead on $name', (backend) => {
  const store = storeOn(backend)

  /** A server that examines what it accepts by `denyList`, and how many tokens it has made. */
  function server(denyList: DenyList) {
    let made = 0
    const tokens: Tokens = (kind, value) => {
      made++
      return examiner.tokens(kind, value)
    }
    // Remembered for an hour, however slow the machine is.
    const recent = recentHashes({ bytes: 16 * 1024 * 1024, ms: 3_600_000 })
    const ahead = examinerAhead(async () => ({ tokens, denyList }))
    recent.onKept(ahead)
    /** Until what it was given so far is examined. */
    const examined = () =>
      new Promise<void>((resolve) => {
        ahead([], () => {
          resolve()
          return false
        })
      })
    return { ...importsOn(store, recent), tokens, ahead, examined, made: () => made }
  }

  test('the decision finds them examined', async () => {
    const { newTenant, accept, decideNext, receiptsOf, tokens, examined, made } =
      server(defaultDenyList)
    const tenant = await newTenant()
    const accepted = await accept(tenant, rowsOf('ahead', 40))
    await examined()
    const before = made()
    expect(before).toBeGreaterThanOrEqual(40)
    await decideNext({ tokens })
    expect(made()).toBe(before)
    expect(verdicts(await receiptsOf(tenant, accepted))).toEqual(Array(40).fill('complete'))
  })

  test('a deny list that has changed meanwhile counts', async () => {
    const { newTenant, accept, decideNext, receiptsOf, tokens, examined, made } =
      server(defaultDenyList)
    const tenant = await newTenant()
    const accepted = await accept(tenant, rowsOf('changed', 4))
    await examined()
    expect(made()).toBeGreaterThanOrEqual(4)
    await decideNext({ tokens, denyList: async () => ({ denies: () => true }) })
    expect(verdicts(await receiptsOf(tenant, accepted))).toEqual(
      Array(4).fill('InvalidZtdHardwareHash'),
    )
  })

  test('nothing more is examined once the import is forgotten', async () => {
    const { ahead, examined, made } = server(defaultDenyList)
    const hashes = (seed: string) => rowsOf(seed, 40).map(({ hardwareHash }) => hardwareHash)
    let asked = 0
    // Once before it begins, and before each eight.
    ahead(hashes('forgotten'), () => ++asked < 3)
    await examined()
    const some = made()
    expect([asked, some > 0]).toEqual([3, true])
    ahead(hashes('kept'), () => true)
    await examined()
    expect(made()).toBeGreaterThan(4 * some)
  })
})
