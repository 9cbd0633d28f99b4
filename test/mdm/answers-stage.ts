/** The server whose enrolled devices answer, and what is read of them. */
import { randomBytes } from 'node:crypto'
import { fleetMachine } from 'taxiway-device'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import type { Client } from '../support/registry.ts'
import { type EnrolledDevice, openManagement } from './support.ts'

export let boot: Awaited<ReturnType<typeof openManagement>>
export let client: Client

export const wrap = wrapWith(randomBytes(32))

export async function openStage() {
  boot = await openManagement({ wrap })
  client = await boot.newTenant()
}

export const hashOf = (number: number) => fleetMachine({ seed: 'answers' }, number).hardwareHash

export const stateOf = (device: EnrolledDevice) => boot.stateOf(device)
