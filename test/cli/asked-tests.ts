/** Acts on registrations at a terminal, each of which asks first: run on the server of `lifecycle.test.ts`. */
import { expect, test } from 'vitest'
import { type Row, writeDevices } from '../support/device-files.ts'
import { eventually } from '../support/eventually.ts'
import { hasTerminal, runInTerminal } from '../support/programs/terminal.ts'
import type { taxiway } from '../support/taxiway-command.ts'

type Site = {
  run(...args: string[]): ReturnType<typeof taxiway>
  json(...args: string[]): ReturnType<typeof JSON.parse>
  readonly folder: string
  readonly configFolder: string
  /** A device that is not registered. */
  readonly row: Row
}

export function askedTests(site: () => Site): void {
  test.runIf(hasTerminal)(
    'at a terminal a device is removed, brought back, offered and taken over, each after a yes',
    async () => {
      const { run, json, folder, configFolder, row } = site()
      const answer = async (word: string, ...args: string[]) => {
        const screen = runInTerminal(args, { cwd: folder, configFolder, columns: 200 })
        const text = async () => (await screen.lines()).join('\n')
        await eventually(async () => expect(await text()).toMatch(/\[y\/N\]$/m))
        screen.type(`${word}\r`)
        return { code: await screen.ended, text: await text() }
      }
      const at = ['--context', 'new']
      const isThere = async () => (await run('devices', 'show', row.serial, ...at)).code === 0
      writeDevices(folder, 'asked.csv', [row])
      await json('import', 'asked.csv', ...at)
      const planned = await run('remove', 'plan', row.serial, ...at, '--json')
      const { id } = JSON.parse(planned.stdout)

      const refused = await answer('n', 'remove', 'run', id, ...at)
      expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('Nothing was done.') })
      expect(await isThere()).toBe(true)
      expect(await answer('y', 'remove', 'run', id, ...at)).toMatchObject({ code: 0 })
      expect(await isThere()).toBe(false)
      const undone = await answer('y', 'remove', 'undo', id, ...at)
      expect(undone).toMatchObject({ code: 0, text: expect.stringContaining('Restore 1 device?') })
      expect(await isThere()).toBe(true)

      const offered = await answer('y', 'transfer', 'offer', row.serial, '--to', 'old.test', ...at)
      expect(offered).toMatchObject({ code: 0, text: expect.stringContaining('shown only now') })
      const [code = ''] =
        /(?<![-\w])[0-9A-Z]{4}(-[0-9A-Z]{4}){3,}(?![-\w])/.exec(offered.text) ?? []
      expect(await answer('', 'transfer', 'accept', code)).toMatchObject({ code: 1 })
      expect(await isThere()).toBe(true)
      const taken = await answer('y', 'transfer', 'accept', code)
      expect(taken).toMatchObject({ code: 0, text: expect.stringContaining(row.serial) })
      expect(await isThere()).toBe(false)
    },
  )
}
