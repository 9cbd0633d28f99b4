/** Two tenants of one server, and an administrator of both. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allRoles, platformRoles } from '../../../src/core/access/permissions.ts'
import { fleetRows, type Row, writeDevices } from '../../support/device-files.ts'
import { taxiwayThatFits as taxiway } from '../../support/json/fits.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

export let server: TaxiwayProcess | undefined

export const folder = emptyFolder()

export const configFolder = emptyFolder()

const clientSecret = 'a secret of the test of transfers'

const clients = {
  old: '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d11',
  new: '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d12',
  operator: '6f1b7a52-5d0e-4c8b-9f0e-0a5a4c1f2d13',
}

export const fleet: readonly Row[] = fleetRows('transfers', 6)

export const serial = (index: number) => fleet[index]?.serial ?? ''

export async function openStage() {
  const tenants = Object.entries(clients).map(([name, clientId]) => ({
    domain: `${name}.test`,
    displayName: name,
    // As Microsoft does; the other one reserves.
    ...(name === 'old' && { settings: { onDelete: 'release' } }),
    applications: [
      {
        clientId,
        displayName: 'Command line',
        secret: clientSecret,
        roles: name === 'operator' ? platformRoles : allRoles,
      },
    ],
  }))
  const seed = join(folder, 'seed.json')
  writeFileSync(seed, JSON.stringify({ tenants }))
  server = await startTaxiwayProcess({ env: { ...(await databaseSettings()), TAXIWAY_SEED: seed } })
  const place = { graph: server.origin, authority: server.origin, ca: server.ca, clientSecret }
  const contexts = {
    old: { ...place, tenant: 'old.test', clientId: clients.old },
    new: { ...place, tenant: 'new.test', clientId: clients.new },
    operator: { ...place, tenant: 'operator.test', clientId: clients.operator },
  }
  writeFileSync(join(configFolder, 'contexts.json'), JSON.stringify({ current: 'old', contexts }))
  writeDevices(folder, 'hashes.csv', fleet.slice(0, 3))
  await json('import', 'hashes.csv')
}

export const run = (...args: string[]) => taxiway(args, { cwd: folder, configFolder })

export const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout)
