/** Our credentials opened by a TPM that other people wrote: swtpm over its socket, and tpm2-tools. */
import { execFileSync } from 'node:child_process'
import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkAttestationKey } from 'taxiway-device/tpm/attestation-key'
import { sized, u32 } from 'taxiway-device/tpm/bytes'
import { makeCredential } from 'taxiway-device/tpm/credential'
import {
  ekFromCertificate,
  ekFromModulus,
  ekFromPublicArea,
} from 'taxiway-device/tpm/endorsement-key'
import { describe, expect, test } from 'vitest'
import type { Prover } from '../../packages/device/src/prover/prover.ts'
import { type EkKind, socketProver } from '../../packages/device/src/prover/socket-prover.ts'
import {
  hasSoftwareTpm,
  type SoftwareTpm,
  withSoftwareTpm,
} from '../support/programs/software-tpm.ts'

/** Only where both programs are installed (Debian: swtpm, swtpm-tools, tpm2-tools); a machine of continuous integration gets them. */
describe.runIf(hasSoftwareTpm())('a software TPM', () => {
  test.each([
    ['rsa', 40],
    ['p256', 40],
    ['p384', 10],
  ] as const)('opens every credential for its %s key', async (kind, rounds) => {
    await withSoftwareTpm(async ({ address }) => {
      const prover = await socketProver(address, kind)
      const name = nameIn(prover)
      const ek = ekOf(prover)
      for (let round = 0; round < rounds; round++) {
        const secret = randomBytes(32)
        expect(await prover.activate(makeCredential(ek, name, secret))).toEqual(secret)
      }
      await prover.close()
    }, manufactured)
  })

  test('opens nothing that was made for another TPM, another key or another secret', async () => {
    await withSoftwareTpm(async (one) => {
      await withSoftwareTpm(async (two) => {
        const [a, b] = [await prover(one), await prover(two)]
        const secret = randomBytes(32)
        const foreignKey = makeCredential(ekOf(b), nameIn(a), secret)
        await expect(a.activate(foreignKey)).rejects.toThrow('The TPM answered')
        const foreignName = makeCredential(ekOf(a), nameIn(b), secret)
        await expect(a.activate(foreignName)).rejects.toThrow('0x1df')
        const good = makeCredential(ekOf(a), nameIn(a), secret)
        const bent = Buffer.from(good.idObject)
        bent.writeUInt8((bent[40] ?? 0) ^ 1, 40)
        await expect(a.activate({ ...good, idObject: bent })).rejects.toThrow('0x1df')
        expect(await a.activate(good)).toEqual(secret)
        await Promise.all([a.close(), b.close()])
      })
    })
  })

  test('keeps its endorsement key when it is cleared, and no attestation key', async () => {
    await withSoftwareTpm(async (tpm) => {
      const before = await prover(tpm)
      const after = await before.cleared()
      expect(after.ekModulus).toBe(before.ekModulus)
      const secret = randomBytes(16)
      const credential = makeCredential(ekOf(after), nameIn(after), secret)
      expect(await after.activate(credential)).toEqual(secret)
      await after.close()
    })
  })

  test('tpm2_activatecredential gives our secret', async () => {
    await withSoftwareTpm(async ({ address, folder }) => {
      const run = (program: string, ...args: string[]) =>
        execFileSync(program, args, {
          cwd: folder,
          env: { ...process.env, TPM2TOOLS_TCTI: `swtpm:path=${address}` },
          stdio: 'ignore',
        })
      for (const [kind, scheme] of [
        ['rsa', 'rsassa'],
        ['ecc', 'ecdsa'],
      ] as const) {
        run('tpm2_flushcontext', '-t')
        run('tpm2_createek', '-c', 'ek.ctx', '-G', kind, '-u', 'ek.pub')
        run(
          'tpm2_createak',
          ...['-C', 'ek.ctx', '-c', 'ak.ctx', '-G', kind, '-g', 'sha256', '-s', scheme],
          ...['-u', 'ak.pub', '-n', 'ak.name'],
        )
        run('tpm2_flushcontext', '-t')
        const file = (name: string) => readFileSync(join(folder, name))
        const secret = randomBytes(32)
        const ek = ekFromPublicArea(file('ek.pub').subarray(2))
        const ak = checkAttestationKey(file('ak.pub').subarray(2))
        expect(ak).toEqual({ ok: true, name: file('ak.name') })
        const { idObject, encryptedSecret } = makeCredential(ek, file('ak.name'), secret)
        const blob = [u32(0xbadcc0de), u32(1), sized(idObject), sized(encryptedSecret)]
        writeFileSync(join(folder, 'credential'), Buffer.concat(blob))
        run('tpm2_startauthsession', '--policy-session', '-S', 's.ctx')
        run('tpm2_policysecret', '-S', 's.ctx', '-c', 'e')
        run(
          'tpm2_activatecredential',
          ...['-c', 'ak.ctx', '-C', 'ek.ctx', '-i', 'credential', '-o', 'opened'],
          ...['-P', 'session:s.ctx'],
        )
        run('tpm2_flushcontext', 's.ctx')
        expect(file('opened')).toEqual(secret)
      }
    })
  })
})

const prover = ({ address }: SoftwareTpm, kind: EkKind = 'rsa') => socketProver(address, kind)

function nameIn({ attestationKey }: Prover): Buffer {
  const checked = checkAttestationKey(attestationKey)
  if (!checked.ok) throw new Error(checked.fault)
  return checked.name
}

/** As the service knows it: by the modulus in a hash, or by a certificate; swtpm certifies no P-256 key. */
function ekOf({ ekModulus, ekCertificate, endorsementKey }: Prover) {
  if (ekModulus !== null) return ekFromModulus(Buffer.from(ekModulus, 'hex'))
  return ekCertificate === null
    ? endorsementKey
    : ekFromCertificate(new X509Certificate(ekCertificate))
}

/** Endorsement keys and certificates by swtpm's own certificate authority, as a maker would. */
function manufactured(folder: string): void {
  const ca = join(folder, 'ca')
  mkdirSync(ca)
  const place = (name: string) => join(folder, name)
  writeFileSync(
    place('ca.conf'),
    `statedir = ${ca}\nsigningkey = ${ca}/key.pem\nissuercert = ${ca}/issuer.pem\ncertserial = ${ca}/serial\n`,
  )
  writeFileSync(
    place('ca.options'),
    '--platform-manufacturer Example\n--platform-version 1\n--platform-model Bench\n',
  )
  writeFileSync(
    place('setup.conf'),
    `create_certs_tool = /usr/bin/swtpm_localca\ncreate_certs_tool_config = ${place('ca.conf')}\ncreate_certs_tool_options = ${place('ca.options')}\nactive_pcr_banks = sha256\n`,
  )
  execFileSync(
    'swtpm_setup',
    [
      ...['--tpm2', '--tpmstate', folder, '--createek', '--create-ek-cert', '--overwrite'],
      ...['--config', place('setup.conf')],
    ],
    { stdio: 'ignore' },
  )
}
