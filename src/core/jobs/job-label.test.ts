import { expect, test } from 'vitest'
import { labelOf } from './job-label.ts'

test('a job says how many devices it is about as the pages do', () => {
  const change = { groupTag: { set: 'Lobby' } }
  expect(labelOf({ kind: 'update-devices', change }, 20_000)).toBe(
    "Change 20,000 devices: group tag 'Lobby'",
  )
  expect(labelOf({ kind: 'update-devices', change }, 1)).toBe("Change 1 device: group tag 'Lobby'")
})
