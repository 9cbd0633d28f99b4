/** Device association, and the intake of devices without an account; one server for both. */
import { afterAll, beforeAll, expect } from 'vitest'
import { boot, openStage } from './stage.ts'
import './associating.ts'
import './handing-in.ts'

beforeAll(openStage)
afterAll(async () => {
  await boot.close()
  expect(boot.failures).toEqual([])
})
