/** The server, the folder and the devices that administrators ask about. */
import type { Graph } from 'taxiway-graph-client'
import { connect } from '../../cli/graph/client.ts'
import { fleetRows, type Row, writeDevices } from '../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'

export let server: TaxiwayProcess
export let graph: Graph
export let folder: string
export let fleet: readonly Row[]

export async function openStage() {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
  process.env['TAXIWAY_CONFIG_DIR'] = server.configFolder
  graph = connect(server.credentials(), 600)
  folder = emptyFolder()
  fleet = fleetRows('questions', 4)
  writeDevices(folder, 'new.csv', fleet)
  await json('import', 'new.csv')
}

export const run = (...args: string[]) =>
  taxiway(args, { cwd: folder, configFolder: server.configFolder })

export const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)

export const serial = (index: number) => fleet[index]?.serial ?? ''

export const tagOf = async (index: number) =>
  (await json('devices', 'show', serial(index))).groupTag
