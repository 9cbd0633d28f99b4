/** Device association, the intake of devices without an account, and what enrolled devices are asked; one server. */
import { afterAll, beforeAll, expect } from 'vitest'
import { boot, openStage } from './stage.ts'
import './associating.ts'
import './asking.ts'
import './handing-in.ts'

beforeAll(openStage)
afterAll(async () => {
  await boot.close()
  expect(boot.failures).toEqual([])
})
