/** Without TAXIWAY_EMULATOR there are no controls: their paths are as unknown as any other. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Emulator, openEmulator } from './support.ts'

let server: Emulator

beforeAll(async () => {
  server = await openEmulator({ emulator: false })
})
afterAll(() => server.close())

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const paths = [
  '',
  '/',
  '/v1',
  '/v1/reset',
  '/v1/clock',
  '/v1/faults',
  '/v1/requests',
  '/v1/settings',
  '/V1/RESET',
  '/v1//reset',
]

test('every path below /emulator is answered as one below any other unknown name', async () => {
  for (const method of methods) {
    for (const path of paths) {
      const [control, unknown] = await Promise.all(
        ['/emulator', '/elsewhere'].map(async (prefix) => {
          const answer = await server.send(
            method,
            prefix + path,
            method === 'GET' ? {} : { body: '{}' },
          )
          return { status: answer.status, text: (await answer.text()).replaceAll(prefix, '') }
        }),
      )
      expect(control, `${method} ${path}`).toEqual(unknown)
      expect(control?.status).toBeGreaterThanOrEqual(400)
    }
  }
})

test('nothing of the controls is loaded', () => {
  expect(server.controls).toBeUndefined()
})
