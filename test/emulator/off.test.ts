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
          return { status: answer.status, text: unmarked(await answer.text(), prefix) }
        }),
      )
      expect(control, `${method} ${path}`).toEqual(unknown)
      expect(control?.status).toBeGreaterThanOrEqual(400)
    }
  }
})

/** An answer's text without its path, its request's id and its time. */
function unmarked(text: string, prefix: string): string {
  return text
    .replaceAll(prefix, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, 'TIME')
}

test('nothing of the controls is loaded', () => {
  expect(server.controls).toBeUndefined()
})
