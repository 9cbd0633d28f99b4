/** The certificates of an installation, judged by the programs that will have to accept or refuse them. */
import { execFile, execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, get } from 'node:https'
import { type AddressInfo, isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { afterEach, describe, expect, onTestFinished, type TestContext, test, vi } from 'vitest'
import { type Certificates, ensureCertificates } from '../../src/host/tls/ensure-certificates.ts'
import { makeServerCertificate } from '../../src/host/tls/issue-certificates.ts'

const day = 24 * 60 * 60 * 1_000
const hosts = ['graph.microsoft.com', 'login.microsoftonline.com', 'localhost', '127.0.0.1']

describe('a client that trusts ca.pem', () => {
  test.each([...hosts, '::1', 'pilot.example'])('accepts the server as %s', async (host) => {
    const certificates = await ensureCertificates({
      dataDir: await folder(),
      hosts: ['pilot.example'],
    })
    expect(await ask(await serve(certificates), host, await caOf(certificates))).toBe('hello')
  })

  test('refuses it under a name that it was not made for', async () => {
    const certificates = await ensureCertificates({ dataDir: await folder() })
    const answer = ask(await serve(certificates), 'example.org', await caOf(certificates))
    await expect(answer).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  test('refuses what a thief of the authority’s key signs for other names', async () => {
    const dataDir = await folder()
    const certificates = await ensureCertificates({ dataDir })
    const ca = await caOf(certificates)
    const authority = { cert: ca, key: await readFile(join(dataDir, 'ca.key'), 'utf8') }
    for (const name of ['bank.example', '203.0.113.7']) {
      const cert = await makeServerCertificate(authority, certificates.key, [name])
      const answer = ask(await serve({ ...certificates, cert }), name, ca)
      await expect(answer).rejects.toThrow('permitted subtree violation')
    }
  })

  test('refuses the server of another installation', async () => {
    const ours = await ensureCertificates({ dataDir: await folder() })
    const theirs = await ensureCertificates({ dataDir: await folder() })
    const answer = ask(await serve(theirs), 'localhost', await caOf(ours))
    await expect(answer).rejects.toThrow(/unable to verify|self-signed certificate/)
  })
})

describe('other programs', () => {
  test('curl accepts the server, and without ca.pem refuses it', async (context) => {
    const certificates = await ensureCertificates({ dataDir: await folder() })
    const port = await serve(certificates)
    const url = `https://graph.microsoft.com:${port}/`
    const there = [
      '--resolve',
      `graph.microsoft.com:${port}:127.0.0.1`,
      '--noproxy',
      '*',
      '-sS',
      url,
    ]
    needs(context, 'curl', ['--version'])
    expect(await output('curl', ['--cacert', certificates.caPath, ...there])).toBe('hello')
    await expect(output('curl', there)).rejects.toThrow(/certificate/)
  })

  test('openssl verifies the chain by the strict rules', async (context) => {
    const dataDir = await folder()
    const { caPath } = await ensureCertificates({ dataDir, hosts: ['2001:db8::5'] })
    needs(context, 'openssl', ['version'])
    const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', caPath]
    const verify = (...more: string[]) =>
      output('openssl', [...strict, ...more, join(dataDir, 'server.pem')])
    expect(await verify('-verify_hostname', 'login.microsoftonline.com')).toContain('OK')
    expect(await verify('-verify_ip', '2001:db8::5')).toContain('OK')
  })
})

describe('the files', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('private keys are readable by their owner only, and nothing else is left', async () => {
    const dataDir = await folder()
    await ensureCertificates({ dataDir })
    const names = (await readdir(dataDir)).toSorted()
    expect(names).toEqual(['ca.key', 'ca.pem', 'server.key', 'server.pem'])
    for (const name of ['ca.key', 'server.key']) {
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600)
    }
  })

  test('a second start changes nothing', async () => {
    const dataDir = await folder()
    const first = await ensureCertificates({ dataDir })
    expect(first.caIsNew).toBe(true)
    expect(await ensureCertificates({ dataDir })).toEqual({ ...first, caIsNew: false })
  })

  test('a server certificate lives 397 days and is renewed in its last 30 by the same authority', async () => {
    const dataDir = await folder()
    const first = await ensureCertificates({ dataDir })
    const { validFromDate, validToDate } = new X509Certificate(first.cert)
    expect(validToDate.getTime() - validFromDate.getTime()).toBe(397 * day)
    const ca = await caOf(first)

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 360 * day })
    expect((await ensureCertificates({ dataDir })).cert).toBe(first.cert)
    vi.setSystemTime(Date.now() + 10 * day)
    const renewed = await ensureCertificates({ dataDir })
    expect(renewed.cert).not.toBe(first.cert)
    expect(renewed.caIsNew).toBe(false)
    expect(await caOf(renewed)).toBe(ca)
  })

  test('an authority near its end is followed by one that can outlive what it signs', async () => {
    const dataDir = await folder()
    await ensureCertificates({ dataDir })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_400 * day })
    const next = await ensureCertificates({ dataDir })
    expect(next.caIsNew).toBe(true)
    const end = (pem: string) => new X509Certificate(pem).validToDate.getTime()
    expect(end(await caOf(next))).toBeGreaterThan(end(next.cert))
  })

  test('a further name needs a wider authority, and the names before it stay permitted', async () => {
    const dataDir = await folder()
    await ensureCertificates({ dataDir, hosts: ['pilot.example'] })
    const wider = await ensureCertificates({ dataDir, hosts: ['[2001:DB8::5]', 'Other.example'] })
    expect(wider.caIsNew).toBe(true)
    expect(await ask(await serve(wider), 'other.example', await caOf(wider))).toBe('hello')
    expect((await ensureCertificates({ dataDir, hosts: ['pilot.example'] })).caIsNew).toBe(false)
  })

  test.each([
    ['lost', 'ca.pem', rm],
    ['lost', 'server.pem', rm],
    ['lost', 'server.key', rm],
    ['spoilt', 'ca.pem', spoil],
    ['spoilt', 'server.pem', spoil],
  ])('a %s %s is made again to fit the rest', async (_, name, damage) => {
    const dataDir = await folder()
    await ensureCertificates({ dataDir })
    await damage(join(dataDir, name))
    const again = await ensureCertificates({ dataDir })
    expect(await ask(await serve(again), 'localhost', await caOf(again))).toBe('hello')
  })

  test.each(['ca.key', 'server.key'])(
    'a spoilt %s is not overwritten but reported',
    async (name) => {
      const dataDir = await folder()
      await ensureCertificates({ dataDir })
      await spoil(join(dataDir, name))
      await expect(ensureCertificates({ dataDir })).rejects.toThrow(
        `${join(dataDir, name)} holds no private key. Restore it from a backup`,
      )
    },
  )

  test('first starts at the same moment agree on one authority and one key', async () => {
    const dataDir = await folder()
    const names = ['one.example', 'two.example', 'three.example']
    await Promise.all(names.map((name) => ensureCertificates({ dataDir, hosts: [name] })))
    const settled = await ensureCertificates({ dataDir, hosts: names })
    expect((await readdir(dataDir)).length).toBe(4)
    expect(await ask(await serve(settled), 'two.example', await caOf(settled))).toBe('hello')
  })
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'taxiway-tls-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

const caOf = ({ caPath }: Certificates) => readFile(caPath, 'utf8')
const spoil = (path: string) => writeFile(path, 'nothing of use\n')

/** Serves "hello" and returns the port. */
async function serve({ cert, key }: Certificates): Promise<number> {
  const server = createServer({ cert, key }, (_, response) => response.end('hello'))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Asks the server on this port as if it were reached under the name or address `host`. */
function ask(port: number, host: string, ca: string): Promise<string> {
  const options = {
    host: '127.0.0.1',
    port,
    ca,
    agent: false,
    servername: isIP(host) === 0 ? host : '',
    checkServerIdentity: (_: string, cert: PeerCertificate) => checkServerIdentity(host, cert),
  }
  return new Promise((resolve, reject) => {
    const request = get(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve(text))
    })
    request.on('error', reject)
  })
}

function needs(context: TestContext, program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args)
  } catch {
    context.skip(`${program} is not installed`)
  }
}

function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, (error, stdout) => (error === null ? resolve(stdout) : reject(error)))
  })
}
