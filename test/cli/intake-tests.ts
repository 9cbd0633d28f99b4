/** Codes, and what is handed in with them, by command: run on the server of `lifecycle.test.ts`. */
import { expect, test } from 'vitest'
import type { Row } from '../support/device-files.ts'
import type { taxiway } from '../support/taxiway-command.ts'
import type { TaxiwayProcess } from '../support/taxiway-process.ts'
import { trust } from '../support/wire-client.ts'

type Site = {
  run(...args: string[]): ReturnType<typeof taxiway>
  json(...args: string[]): ReturnType<typeof JSON.parse>
  readonly server: TaxiwayProcess
  /** A device that is not registered. */
  readonly row: Row
}

export function intakeTests(site: () => Site): void {
  test('a device is handed in with a code, seen in the list, and registered or rejected by command', async () => {
    const { run, json, server, row } = site()
    trust(server.ca)
    const handIn = async (code: string) => {
      const answer = await fetch(`${server.origin}/intake/v1/submissions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, hardwareHash: row.hardwareHash, note: 'desk 3' }),
      })
      return answer.status
    }
    const [first] = await json('intake', 'code', '--label', 'Hamburg', '--minutes', '30')
    expect(first).toMatchObject({ kind: 'once', label: 'Hamburg', groupTag: null })
    const spoken = await run('intake', 'code', '--group-tag', 'Kiosk')
    expect(spoken.stderr).toContain('irm ')
    const [key] = await json('intake', 'code', '--key', '--label', 'Deployment')
    expect(key).toMatchObject({ kind: 'key' })
    expect((await run('intake', 'withdraw', key.id)).code).toBe(0)
    const codes = await json('intake', 'codes')
    expect(codes.map(({ state }: { state: string }) => state)).toEqual([
      'withdrawn',
      'unused',
      'unused',
    ])
    expect(JSON.stringify(codes)).not.toContain(first.code)
    const tooLong = await run('intake', 'code', '--minutes', '100000')
    expect([tooLong.code, tooLong.stderr]).toEqual([1, expect.stringContaining('minutes')])

    expect(await handIn(first.code)).toBe(201)
    expect(await handIn(first.code)).toBeGreaterThanOrEqual(400)
    const [waiting] = await json('intake', 'list')
    expect(waiting).toMatchObject({ state: 'pending', kind: 'hash', note: 'desk 3' })
    expect((await run('intake', 'approve', waiting.id)).code).toBe(1)
    const rejected = await run('intake', 'reject', waiting.id, '--reason', 'Not one of ours')
    expect(rejected.code).toBe(0)
    expect((await run('intake', 'approve', waiting.id, '--yes')).code).toBe(1)

    const [second] = await json('intake', 'code')
    expect(await handIn(second.code)).toBe(201)
    const [again] = await json('intake', 'list')
    const approved = await run('intake', 'approve', again.id, '--group-tag', 'Desk', '--yes')
    expect([approved.code, approved.stderr]).toEqual([0, expect.stringContaining('Approved')])
    const list = await json('intake', 'list')
    const states = list.map(({ state, reason }: { state: string; reason: string | null }) => [
      state,
      reason,
    ])
    expect(states.toSorted()).toEqual([
      ['approved', null],
      ['rejected', 'Not one of ours'],
    ])
  })
}
