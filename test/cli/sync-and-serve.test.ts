/** `taxiway sync` and `taxiway serve`: the commands as a person starts them. */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'

const dataFolder = emptyFolder()
const configFolder = emptyFolder()
let server: ReturnType<typeof startTaxiwayCommand>

beforeAll(async () => {
  const env = { TAXIWAY_PORT: '0', TAXIWAY_DATA_DIR: dataFolder, TAXIWAY_LOG_FORMAT: 'json' }
  server = startTaxiwayCommand(['serve'], { configFolder, env })
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('Taxiway is ready at https://localhost:')) break
  }
})

afterAll(() => {
  server.kill('SIGKILL')
})

test('a sync is triggered and waited for, and then not triggered again for ten minutes', async () => {
  const before = Date.now()
  const first = await taxiway(['sync', '--json'], { configFolder })
  expect(first.code).toBe(0)
  const { syncStatus, lastSyncDateTime } = JSON.parse(first.stdout)
  expect(syncStatus).toBe('completed')
  expect(Date.parse(lastSyncDateTime)).toBeGreaterThanOrEqual(before)

  const second = await taxiway(['sync'], { configFolder })
  expect(second).toMatchObject({ code: 4, stdout: '' })
  expect(second.stderr).toMatch(/The next may be triggered in [56]\d\d s, at \d/)
})

test('the server that serve runs ends in order when it is asked to', async () => {
  server.kill('SIGTERM')
  expect(await once(server, 'close')).toEqual([0, null])
})
