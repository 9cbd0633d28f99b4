/** Devices enroll over the wire that Windows speaks, by discovery alone; one server for all of it. */
import { afterAll, beforeAll } from 'vitest'
import { boot, openStage } from './stage.ts'
import './enrolling.ts'
import './credentials.ts'
import './faults.ts'

beforeAll(openStage)
afterAll(() => boot.close())
