/**
 * 500 rows the way the community's scripts send them, beside `taxiway import`, against one emulator each.
 *
 * The scripts are those of `Import-AutopilotCSV` in the modules WindowsAutopilotIntune and
 * WindowsAutopilotIntuneCommunity: a POST for each row, then the whole list of import records, again after 15 seconds
 * while any is undecided. Here they never give up on a 429, which they do after three retries.
 */
import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { fleetRows, type Row, writeDevices } from '../test/support/device-files.ts'
import { commandProgram } from '../test/support/programs.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../test/support/taxiway-process.ts'
import { importedPath, signIn, trust, type WireClient } from '../test/support/wire-client.ts'
import { percentile, timed } from './registry-store.ts'
import type { Report } from './report.ts'

const rows = 500
const rounds = 5
const pollEveryMs = 15_000

type Measured = {
  readonly scriptMs: number
  readonly commandMs: number
  /** What the command asked beside sending the rows, in its costliest round. */
  readonly otherRequests: number
}

export async function run(report: Report): Promise<void> {
  const limited = await measure({ TAXIWAY_FIDELITY: 'strict' })
  report({
    name: `taxiway import of ${rows} rows, with the service's documented limits`,
    figure: seconds(limited.commandMs),
    floor: `${seconds(limited.scriptMs)} (a POST per row, the whole list every 15 s)`,
    ratio: limited.scriptMs / limited.commandMs,
    goal: '≥ 20',
    met: limited.scriptMs / limited.commandMs >= 20,
  })
  report({
    name: '… its requests per row beside those that send the rows',
    figure: (limited.otherRequests / rows).toFixed(3),
    goal: '≤ 0.05',
    met: limited.otherRequests / rows <= 0.05,
  })
  const unlimited = await measure({ TAXIWAY_FIDELITY: 'strict', TAXIWAY_THROTTLING: 'off' })
  report({
    name: '… without any limits, and rows decided at once',
    figure: seconds(unlimited.commandMs),
    floor: seconds(unlimited.scriptMs),
    ratio: unlimited.scriptMs / unlimited.commandMs,
  })
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

async function measure(env: Readonly<Record<string, string>>): Promise<Measured> {
  const server = await startTaxiwayProcess({ env: { ...env, TAXIWAY_EMULATOR: 'true' } })
  try {
    trust(server.ca)
    const client = await signIn(server.origin, server.credentials())
    const commands: number[] = []
    let otherRequests = 0
    for (let round = 0; round < rounds; round++) {
      await client.ask('POST', '/emulator/v1/reset')
      commands.push(await timed(() => importByCommand(server, `command ${round}`)))
      otherRequests = Math.max(otherRequests, await requestsThatSendNothing(client))
    }
    await client.ask('POST', '/emulator/v1/reset')
    const scriptMs = await timed(() => importByScript(client, fleetRows('script', rows)))
    return { scriptMs, commandMs: percentile(commands, 0.5), otherRequests }
  } finally {
    await server.dispose()
  }
}

async function importByCommand(server: TaxiwayProcess, seed: string): Promise<void> {
  const file = writeDevices(server.configFolder, `${seed}.csv`, fleetRows(seed, rows))
  await promisify(execFile)(process.execPath, [commandProgram, 'import', file, '--json'], {
    env: { ...process.env, TAXIWAY_CONFIG_DIR: server.configFolder },
    maxBuffer: 1 << 26,
  })
}

async function requestsThatSendNothing(client: WireClient): Promise<number> {
  const { value } = await client.ask('GET', '/emulator/v1/requests')
  const sends = ({ method, path }: { method: string; path: string }) =>
    method === 'POST' && path === `${importedPath}/import`
  const others = value.filter((request: { method: string; path: string }) => !sends(request))
  return others.filter(({ path }: { path: string }) => !path.startsWith('/emulator/')).length
}

async function importByScript(client: WireClient, fleet: readonly Row[]): Promise<void> {
  for (const row of fleet) await patiently(() => post(client, row))
  const undecided = async () => {
    const records = await patiently(() => client.all(importedPath))
    return records.some(({ state }) => state.deviceImportStatus === 'unknown')
  }
  while (await undecided()) await pause(pollEveryMs)
}

function post(client: WireClient, { serial, hardwareHash }: Row): Promise<unknown> {
  return client.ask('POST', importedPath, {
    '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
    serialNumber: serial,
    productKey: '',
    hardwareIdentifier: hardwareHash,
    state: {
      '@odata.type': 'microsoft.graph.importedWindowsAutopilotDeviceIdentityState',
      deviceImportStatus: 'pending',
      deviceRegistrationId: '',
      deviceErrorCode: 0,
      deviceErrorName: '',
    },
  })
}

/** Asks again after a second for as long as the service is busy. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('429 '))) throw error
      await pause(1000)
    }
  }
}
