/** An application's credentials: secrets, shown once, and certificates, whose private keys are never sent. */
import { readFile } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import type {
  ApplicationCertificate,
  ApplicationSecret,
  NewApplicationSecret,
} from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { removeNamed } from '../graph/remove-named.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import type { Column } from '../terminal/column.ts'
import { outputOf } from '../terminal/output.ts'
import { findApplication, pathOf } from './application.ts'

const certificateColumns: readonly Column<ApplicationCertificate>[] = [
  { key: 'id', title: 'Id' },
  { key: 'subject', title: 'Subject' },
  { key: 'thumbprint', title: 'Thumbprint' },
  { key: 'expiresAt', title: 'Expires' },
]

const secretColumns: readonly Column<ApplicationSecret>[] = [
  { key: 'id', title: 'Id' },
  { key: 'displayName', title: 'Name' },
  { key: 'hint', title: 'Begins with' },
  { key: 'expiresAt', title: 'Expires' },
]

export type Kind<Row> = {
  readonly name: 'secrets' | 'certificates' | 'keys'
  readonly one: string
  readonly columns: readonly Column<Row>[]
}
const certificates: Kind<ApplicationCertificate> = {
  name: 'certificates',
  one: 'certificate',
  columns: certificateColumns,
}
const secrets: Kind<ApplicationSecret> = {
  name: 'secrets',
  one: 'secret',
  columns: secretColumns,
}

export function certificatesCommand(): Command {
  const command = new Command('certificates').description('Certificates of an application.')
  for (const each of [listCommand(certificates), addCertificate(), removeCommand(certificates)])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway applications certificates list Upload': 'their thumbprints and expiry dates',
  })
}

export function secretsCommand(): Command {
  const command = new Command('secrets').description('Secrets of an application.')
  for (const each of [listCommand(secrets), addSecret(), removeCommand(secrets)])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway applications secrets list Upload': 'their names and expiry dates, never the secrets',
  })
}

export function listCommand<Row extends object>({ name, one, columns }: Kind<Row>): Command {
  const command = withContextOption(new Command('list'))
    .description(`List the ${name} of an application.`)
    .argument('<application>', 'its name or client id')
    .action(async (application: string) => {
      const graph = connect(await contextFor(command))
      const path = `${pathOf(await findApplication(graph, application))}/${name}`
      const { value } = await graph.get<{ readonly value: readonly Row[] }>(path)
      outputOf(command).rows(value, columns)
    })
  return withExamples(command, {
    [`taxiway applications ${name} list Upload --json`]: `each ${one} as JSON`,
  })
}

export function removeCommand<Row>({ name, one }: Kind<Row>): Command {
  const command = withContextOption(new Command('remove'))
    .description(`Remove a ${one}. Tokens issued for it expire within the hour.`)
    .argument('<application>', 'its name or client id')
    .argument('<id>', `of the ${one}, as the list shows it; after -- if it begins with a hyphen`)
    .action(async (application: string, id: string) => {
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, application)
      await removeNamed(graph, `${pathOf(found)}/${name}/${encodeURIComponent(id)}`, {
        what: `${one} ${id} of ${found.displayName}`,
        list: `taxiway applications ${name} list ${application}`,
      })
      outputOf(command).say(`Removed the ${one} ${id} of ${found.displayName}.`)
    })
  return withExamples(command, {
    [`taxiway applications ${name} remove Upload <id>`]: `the ${one} with that id`,
  })
}

function addCertificate(): Command {
  const command = withContextOption(new Command('add'))
    .description('Register a certificate (PEM or DER); its private key is never sent.')
    .argument('<application>', 'its name or client id')
    .argument('<file>')
    .action(async (application: string, file: string) => {
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, application)
      const body = JSON.stringify({ certificate: await publicPart(file) })
      const added = await graph.post<ApplicationCertificate>(`${pathOf(found)}/certificates`, body)
      outputOf(command).rows([added], certificateColumns)
    })
  return withExamples(command, {
    'taxiway applications certificates add Upload upload.pem': 'a file from OpenSSL or Windows',
  })
}

/** A private key beside the certificate stays here. */
async function publicPart(file: string): Promise<string> {
  const bytes = await readFile(file)
  const text = bytes.toString('latin1')
  if (!text.includes('-----BEGIN')) return bytes.toString('base64')
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text) ?? []
  if (certificate !== undefined) return certificate
  throw new CliError(`${file} holds no certificate.`, {
    hint: 'Name the file with the public certificate (BEGIN CERTIFICATE).',
  })
}

function addSecret(): Command {
  const command = withContextOption(new Command('add'))
    .description('Add a secret to an application; it is shown only once.')
    .argument('<application>', 'its name or client id')
    .option('--name <name>', 'a name for the secret')
    .option('--days <count>', 'how long it is valid', wholeDays, 730)
    .action(async (application: string, { name, days }: { name?: string; days: number }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, application)
      const expiresAt = dayAfter(days)
      const body = JSON.stringify({ expiresAt, ...(name !== undefined && { displayName: name }) })
      const added = await graph.post<NewApplicationSecret>(`${pathOf(found)}/secrets`, body)
      output.rows([added], [...secretColumns, { key: 'secret', title: 'Secret' }])
      output.say('The secret cannot be shown again.')
    })
  return withExamples(command, {
    'taxiway applications secrets add Upload --days 90': 'valid for three months',
  })
}

/** From now. */
export function dayAfter(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

export function wholeDays(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number of days above 0.')
}
