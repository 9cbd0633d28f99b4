/** `taxiway intercept`: programs that name Microsoft's hosts, run unmodified against a server process. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProxy } from '../../cli/intercept/proxy.ts'
import { forPowerShell, forSh } from '../../cli/intercept/variables.ts'
import { startTaxiwayCommand, taxiway } from '../support/taxiway-command.ts'
import { type ClientServer, startServerForClients } from './support.ts'

let server: ClientServer

beforeAll(async () => {
  server = await startServerForClients()
})
afterAll(() => server.dispose())

/** Runs a Node program through the interception of the server's own sign-in. */
function intercepted(program: string, ...options: string[]) {
  const { configFolder } = server
  const words = ['intercept', ...options, '--', process.execPath, '-e', program]
  return taxiway(words, { configFolder })
}

const askBoth = `
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: process.env.ID,
    client_secret: process.env.SECRET, scope: 'https://graph.microsoft.com/.default' })
  const signIn = await fetch('https://login.microsoftonline.com/contoso.test/oauth2/v2.0/token', { method: 'POST', body: form })
  const { access_token } = await signIn.json()
  const list = await fetch('https://graph.microsoft.com/v1.0/deviceManagement/windowsAutopilotDeviceIdentities',
    { headers: { authorization: 'Bearer ' + access_token } })
  console.log(list.status, (await list.json())['@odata.context'].split('/v1.0')[0])`

test('a program signs in and lists devices under Microsoft’s own names', async () => {
  const env = { ID: server.clientId, SECRET: server.clientSecret }
  const words = ['intercept', '--', process.execPath, '--input-type=module', '-e', askBoth]
  const run = await taxiway(words, { configFolder: server.configFolder, env })
  expect(run).toMatchObject({ code: 0, stdout: '200 https://graph.microsoft.com\n' })
  expect(run.stderr).toContain('login.microsoftonline.com: intercepted')
})

const curl = spawnSync('curl', ['--version']).status === 0
test.skipIf(!curl)('curl obeys the variables', async () => {
  const address = 'https://graph.microsoft.com/v1.0/$metadata'
  const words = ['intercept', '--', 'curl', '-sS', '-o', '/dev/null', '-w', '%{http_code}', address]
  expect(await taxiway(words, { configFolder: server.configFolder })).toMatchObject({
    code: 0,
    stdout: '200',
  })
})

test('other hosts are refused, and the command ends with its own exit code', async () => {
  const run = await intercepted(
    "fetch('https://elsewhere.example').catch(() => { process.exitCode = 7 })",
  )
  expect(run.code).toBe(7)
  expect(run.stderr).toContain('elsewhere.example:443: refused')
})

test('with --others pass they are reached as asked', async () => {
  const { hostname, port } = new URL(server.origin)
  const program = `fetch('https://${hostname}:${port}/livez').then((r) => console.log(r.status))`
  const run = await intercepted(program, '--others', 'pass')
  expect(run).toMatchObject({ code: 0, stdout: '200\n' })
  expect(run.stderr).toContain(`${hostname}: passed on`)
})

test('without a command it prints the variables for both shells, and ends when asked to', async () => {
  const child = startTaxiwayCommand(['intercept'], { configFolder: server.configFolder })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (line.startsWith('$env:CURL_CA_BUNDLE')) child.kill('SIGTERM')
  }
  const text = lines.join('\n')
  expect(text).toMatch(/^export HTTPS_PROXY='http:\/\/127\.0\.0\.1:\d+'$/m)
  expect(text).toContain(`export SSL_CERT_FILE='${server.ca}'`)
  expect(text).toContain(`$env:NODE_EXTRA_CA_CERTS = '${server.ca}'`)
})

test('names with quotes are quoted for each shell', () => {
  expect(forSh({ A: "it's" })).toBe(`export A='it'\\''s'`)
  expect(forPowerShell({ A: "it's" })).toBe(`$env:A = 'it''s'`)
})

test.each([
  ['CONNECT graph.microsoft.com:22 HTTP/1.1', '403'],
  ['CONNECT graph.microsoft.com.evil.example:443 HTTP/1.1', '403'],
  ['CONNECT 127.0.0.1:5432 HTTP/1.1', '403'],
  ['GET http://graph.microsoft.com/ HTTP/1.1', '405'],
])('%s is answered with %s', async (line, status) => {
  const proxy = await startProxy({
    target: { host: '127.0.0.1', port: Number(new URL(server.origin).port) },
    hosts: ['graph.microsoft.com'],
    passOthers: false,
    port: 0,
    onConnect: () => undefined,
  })
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
  socket.write(`${line}\r\nHost: x\r\n\r\n`)
  const [first] = await Array.fromAsync(socket.iterator({ destroyOnReturn: false }))
  expect(String(first)).toContain(` ${status} `)
  await proxy.close()
})

test('a CONNECT without a port means 443', async () => {
  const outcomes: string[] = []
  const proxy = await startProxy({
    target: { host: '127.0.0.1', port: Number(new URL(server.origin).port) },
    hosts: ['graph.microsoft.com'],
    passOthers: false,
    port: 0,
    onConnect: (host, outcome) => outcomes.push(`${host} ${outcome}`),
  })
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
  socket.write('CONNECT graph.microsoft.com HTTP/1.1\r\nHost: x\r\n\r\n')
  const [first] = await once(socket, 'data')
  expect(String(first)).toContain(' 200 ')
  expect(outcomes).toEqual(['graph.microsoft.com intercepted'])
  socket.destroy()
  await proxy.close()
})

test('a server that is not there is a 502, said on standard error', async () => {
  const words = [
    'intercept',
    '--url',
    'https://localhost:9',
    '--ca',
    server.ca,
    '--',
    process.execPath,
  ]
  const run = await taxiway([...words, '-e', "fetch('https://graph.microsoft.com').catch(() => 0)"])
  expect(run.stderr).toContain('graph.microsoft.com: unreachable')
})
