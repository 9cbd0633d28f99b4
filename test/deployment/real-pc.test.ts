/**
 * What examples/Get-TaxiwayProfile.ps1 sends from a PC, sent again: Windows PowerShell 5.1 writes the bodies as here, the
 * platform crypto provider makes RSA keys, and its binding begins with the size of the public area. No PowerShell runs.
 */
import { createHash, createHmac, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoryProver } from 'taxiway-device'
import { Reader } from 'taxiway-device/tpm/bytes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyParts } from '../../packages/device/src/prover/memory-prover.ts'
import { attestationArea } from '../../packages/device/src/tpm/write-public-area.ts'
import { endorsementKeys } from '../support/hardware-hashes.ts'
import type { Client } from '../support/registry.ts'
import { root } from '../support/taxiway-command.ts'
import { machine, openFirstBoot } from './support.ts'

const script = readFileSync(join(root, 'examples/Get-TaxiwayProfile.ps1'), 'latin1')
const { fixture } = machine(0)
const area = attestationArea(
  keyParts(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey),
)
let boot: Awaited<ReturnType<typeof openFirstBoot>>
let client: Client

beforeAll(async () => {
  boot = await openFirstBoot()
  client = await boot.newTenant()
  await boot.assignProfile(client, { displayName: 'Büro', deviceNameTemplate: 'PC-%RAND:4%' })
  await boot.register(client, fixture.hardwareHash)
})
afterAll(() => boot.close())

/** `Invoke-WebRequest -Method Post -ContentType 'application/json'`, as Windows PowerShell 5.1 sends it. */
async function send(path: string, body: string): Promise<Response> {
  return await boot.app.fetch(
    new Request(`${boot.service.origin}/ztd/v1/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1',
      },
      body,
    }),
  )
}

async function proved(): Promise<{ challenge: string; proof: string }> {
  const asked = `{"attestationKey":"${area.toString('base64')}","hardwareHash":"${fixture.hardwareHash}"}`
  const answer = await send('challenge', asked)
  const made = (await answer.json()) as Readonly<Record<string, string>>
  expect(answer.status, JSON.stringify(made)).toBe(200)
  const part = (name: string) => new Reader(Buffer.from(made[name] ?? '', 'base64')).sized()
  const key = createPrivateKey(endorsementKeys.get(fixture.id) ?? '')
  const opener = memoryProver(key, { attestationKey: area })
  const secret = await opener.activate({
    idObject: part('credentialBlob'),
    encryptedSecret: part('encryptedSecret'),
  })
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const origin = Buffer.from(boot.service.origin, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(origin.length)
  const said = Buffer.concat([
    ...[Buffer.from('taxiway ztd v1 proof\0', 'ascii'), length, origin],
    Buffer.from(made['challenge'] ?? '', 'base64url'),
    sha256(Buffer.from(fixture.hardwareHash, 'base64')),
    ...[Buffer.from([0x00, 0x0b]), sha256(area)],
  ])
  const proof = createHmac('sha256', secret).update(said).digest('base64')
  return { challenge: made['challenge'] ?? '', proof }
}

test('the PC gets its offline file, in ASCII, once', async () => {
  const { challenge, proof } = await proved()
  const body =
    `{"challenge":"${challenge}","format":"offline","attestationKey":"${area.toString('base64')}",` +
    `"proof":"${proof}","hardwareHash":"${fixture.hardwareHash}"}`
  const answer = await send('profile', body)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(answer.status, bytes.toString()).toBe(200)
  expect(bytes.every((byte) => byte < 0x80)).toBe(true)
  expect(JSON.parse(bytes.toString('ascii'))).toMatchObject({
    Version: 2049,
    Comment_File: 'Profile Büro',
    CloudAssignedTenantId: client.tenantId,
  })
  expect((await send('profile', body)).status).toBe(403)
})

test('the script says what is sent here', () => {
  for (const said of [
    "Send-Request 'challenge' @{",
    "Send-Request 'profile' @{",
    '$Server/ztd/v1/$Path',
    "-ContentType 'application/json'",
    '"taxiway ztd v1 proof`0"',
    '(Get-UInt32Bytes $origin.Length) + $origin +',
    '$token + $sha256.ComputeHash($hashBytes) + $name',
    '@(0x00, 0x0b) + $sha256.ComputeHash($area)',
    "format         = 'offline'",
  ])
    expect(script).toContain(said)
  expect([...script].filter((character) => character > '~')).toEqual([])
})
