/** The server at which devices are repaired. */
import { randomBytes } from 'node:crypto'
import { wrapWith } from '../../src/storage/secrets/key-encryption.ts'
import { openFirstBoot } from '../deployment/support.ts'
import { base64 } from '../support/machines.ts'
import type { Client } from '../support/registry.ts'

export const wrap = wrapWith(randomBytes(32))

export let boot: Awaited<ReturnType<typeof openFirstBoot>>
export let owner: Client
export let stranger: Client

export async function openStage() {
  boot = await openFirstBoot({ wrap })
  owner = await boot.newTenant()
  stranger = await boot.newTenant()
}

export const register = (bytes: Uint8Array, to = owner, tag = '') =>
  boot.register(to, base64(bytes), tag)
