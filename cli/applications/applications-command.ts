/** `taxiway applications`: programs that sign in, and that people sign in to. */
import { Command, Option } from 'commander'
import type { ApplicationCredentials } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../terminal/confirm.ts'
import { counted, outputOf } from '../terminal/output.ts'
import {
  allApplications,
  applicationColumns,
  applicationsPath,
  findApplication,
  pathOf,
} from './application.ts'
import { consentCommand, updateCommand } from './change-commands.ts'
import { keysCommand } from './key-commands.ts'
import { certificatesCommand, secretsCommand } from './proof-commands.ts'

type New = {
  readonly kind: string
  readonly role: readonly string[]
  readonly redirectUri: readonly string[]
  readonly scope: readonly string[]
}

export function applicationsCommand(): Command {
  const command = new Command('applications').description(
    'Applications that sign in with a secret, certificate or key, or that people sign in to.',
  )
  const parts = [
    listCommand(),
    showCommand(),
    createCommand(),
    updateCommand(),
    consentCommand(),
    secretsCommand(),
    certificatesCommand(),
    keysCommand(),
    deleteCommand(),
  ]
  for (const each of parts) command.addCommand(each)
  return withExamples(command, {
    'taxiway applications list': 'every application of the tenant',
    'taxiway applications create Upload --role DeviceManagementServiceConfig.ReadWrite.All':
      'an application with a secret, which is shown only once',
    'taxiway applications certificates add Upload upload.pem': 'let it sign in by certificate',
  })
}

function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List the applications of the tenant.')
    .action(async () => {
      const output = outputOf(command)
      const found = await allApplications(connect(await contextFor(command)))
      output.rows(found, applicationColumns)
      output.say(`${counted(found.length, 'application')}.`)
    })
  return withExamples(command, { 'taxiway applications list --json': 'every detail, as JSON' })
}

function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show one application.')
    .argument('<application>', 'its name or client id')
    .action(async (name: string) => {
      const output = outputOf(command)
      const found = await findApplication(connect(await contextFor(command)), name)
      if (output.format === 'json') return output.json(found)
      const rows = Object.entries(found).map(([property, value]) => ({
        property,
        value: Array.isArray(value) ? value.join(' ') : String(value),
      }))
      output.rows(rows, [
        { key: 'property', title: 'Property' },
        { key: 'value', title: 'Value' },
      ])
    })
  return withExamples(command, { 'taxiway applications show Upload': 'by its name' })
}

function createCommand(): Command {
  const command = withContextOption(new Command('create'))
    .description('Register an application. The secret of a web application is shown only once.')
    .argument('<name>')
    .addOption(
      new Option('--kind <kind>', 'web has a secret, spa and native are public clients')
        .choices(['web', 'spa', 'native'])
        .default('web'),
    )
    .option('--role <role...>', 'an application role to grant', [])
    .option('--scope <scope...>', 'a delegated scope it requests', [])
    .option('--redirect-uri <uri...>', 'a redirect URI for sign-ins', [])
    .action(async (displayName: string, options: New) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const { kind, role: roles, scope: delegatedScopes, redirectUri: redirectUris } = options
      const body = JSON.stringify({ displayName, kind, roles, delegatedScopes, redirectUris })
      const made = await ofTaxiway(graph, () =>
        graph.post<ApplicationCredentials>(applicationsPath, body),
      )
      output.rows(
        [made],
        [
          { key: 'applicationId', title: 'Client id' },
          { key: 'secret', title: 'Secret' },
        ],
      )
      if (made.secret !== undefined) output.say('The secret cannot be shown again.')
    })
  return withExamples(command, {
    'taxiway applications create Upload --role DeviceManagementServiceConfig.ReadWrite.All':
      'signs in as itself',
    'taxiway applications create Tool --kind native --redirect-uri http://localhost':
      'an application that people sign in to',
  })
}

function deleteCommand(): Command {
  const command = withConfirmOptions(withContextOption(new Command('delete')))
    .description('Delete an application with its secrets and certificates.')
    .argument('<application>', 'its name or client id')
    .action(async (name: string, options: Confirmation) => {
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, name)
      await askToConfirm(`Delete the application ${found.displayName}?`, options)
      await graph.remove(pathOf(found))
      outputOf(command).say(`Deleted ${found.displayName}.`)
    })
  return withExamples(command, {
    'taxiway applications delete Upload --yes': 'without confirmation, for scripts',
  })
}
