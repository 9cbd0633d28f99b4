/**
 * `@pnp/cli-microsoft365`, whose hosts are fixed, through `taxiway intercept`. Skipped, visibly, where there is
 * no m365 on PATH: it is as large as all other test dependencies together (docs/emulator.md).
 */
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { taxiway } from '../support/taxiway-command.ts'
import { type ClientServer, startServerForClients } from './support.ts'

const hasCli = spawnSync('m365', ['version']).status === 0

describe.skipIf(!hasCli)('m365 (skipped where it is not on PATH)', () => {
  let server: ClientServer

  beforeAll(async () => {
    server = await startServerForClients()
  })
  afterAll(() => server.dispose())

  const m365 = (...words: string[]) =>
    taxiway(['intercept', '--', 'm365', ...words, '--output', 'json'], {
      configFolder: server.configFolder,
      env: { CI: 'true' },
    })

  test('login with a secret, then request of both versions', async () => {
    const secret = ['--appId', server.clientId, '--secret', server.clientSecret]
    const login = await m365('login', '--authType', 'secret', '--tenant', 'contoso.test', ...secret)
    expect(login.code, login.stderr).toBe(0)
    expect(JSON.parse(login.stdout)).toMatchObject({ connectedAs: 'Taxiway command line' })
    for (const alias of ['@graph', '@graphbeta']) {
      const url = `${alias}/deviceManagement/windowsAutopilotDeviceIdentities`
      const list = await m365('request', '--url', url)
      expect(JSON.parse(list.stdout)).toMatchObject({ value: [] })
    }
  })
})
