/** A server, a fleet on it, and a folder with files. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Graph } from 'taxiway-graph-client'
import { isJunkSerial } from 'taxiway-hardware-hash'
import { connect } from '../../../cli/graph/client.ts'
import { devicePages } from '../../../cli/graph/device-pages.ts'
import { findDevice } from '../../../cli/graph/find-device.ts'
import { fleetRows, type Row, writeDevices } from '../../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../../support/json/fits.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

const atOnce = 3
/** More than there are: some machines have no serial number of their own. */
const tests = 16

export let server: TaxiwayProcess
export let graph: Graph
export let folder: string

let fleet: readonly Row[]

/** Three registered devices, others in every test. */
export let rows: readonly Row[] = []

export async function openStage() {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
  process.env['TAXIWAY_CONFIG_DIR'] = server.configFolder
  graph = connect(server.credentials(), 600)
  folder = emptyFolder()
  const machines = await registered(fleetRows('change', tests * atOnce))
  fleet = machines.filter((machine) => !isJunkSerial(machine.serial))
}

export function beginTest() {
  folder = emptyFolder()
  const start = rows.length === 0 ? 0 : fleet.indexOf(rows[0] as Row) + atOnce
  rows = fleet.slice(start, start + atOnce)
}

export const run = (...args: string[]) =>
  taxiway(args, { cwd: folder, configFolder: server.configFolder })

export const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)

export const show = (name: string): Promise<object> => findDevice(graph, name)

export const write = (name: string, lines: readonly string[]) =>
  writeFileSync(join(folder, name), `${lines.join('\r\n')}\r\n`)

export const serial = (index: number) => rows[index]?.serial ?? ''

/** Imports machines; answers them with the serial numbers that the server knows. */
export async function registered(machines: readonly Row[]): Promise<readonly Row[]> {
  writeDevices(folder, 'new.csv', machines)
  const { rows: verdicts } = await json('import', 'new.csv')
  const list = (await Array.fromAsync(devicePages(graph))).flat()
  return machines.map((machine, i) => {
    const device = list.find(({ id }) => id === verdicts[i].registrationId)
    return { ...machine, serial: device?.serialNumber ?? '' }
  })
}
