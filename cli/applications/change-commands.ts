/** Changes an application, and consents for the whole tenant. */
import { Command } from 'commander'
import type { Application } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { applicationColumns, findApplication, pathOf } from './application.ts'

type Change = {
  readonly name?: string
  readonly addRole?: readonly string[]
  readonly removeRole?: readonly string[]
  readonly redirectUri?: readonly string[]
  readonly scope?: readonly string[]
  readonly stop?: true
  readonly start?: true
}

export function updateCommand(): Command {
  const command = withContextOption(new Command('update'))
    .description('Change an application; only the given properties change.')
    .argument('<application>', 'its name or client id')
    .option('--name <name>', 'the new display name')
    .option('--add-role <role...>', 'an application role to add')
    .option('--remove-role <role...>', 'an application role to remove')
    .option('--redirect-uri <uri...>', 'its redirect URIs; replaces the existing ones')
    .option('--scope <scope...>', 'its delegated scopes; replaces the existing ones')
    .option('--stop', 'disable it: it gets no tokens, and existing ones are rejected')
    .option('--start', 'enable it again')
    .action(async (name: string, change: Change) => {
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, name)
      const body = JSON.stringify(changeOf(found, change))
      const changed = await graph.patch<Application>(pathOf(found), body)
      outputOf(command).rows([changed], applicationColumns)
    })
  return withExamples(command, {
    'taxiway applications update Upload --stop': 'disable it',
    'taxiway applications update Upload --add-role Device.Read.All': 'add a role',
  })
}

function changeOf({ roles }: Application, change: Change): object {
  if (change.stop && change.start) throw new CliError('Give --stop or --start, not both.')
  const { name, redirectUri, scope, addRole = [], removeRole = [] } = change
  const changesRoles = addRole.length + removeRole.length > 0
  const wanted = new Set([...roles, ...addRole])
  for (const role of removeRole) wanted.delete(role)
  const body = {
    ...(name !== undefined && { displayName: name }),
    ...(changesRoles && { roles: [...wanted] }),
    ...(redirectUri && { redirectUris: redirectUri }),
    ...(scope && { delegatedScopes: scope }),
    ...((change.stop || change.start) && { enabled: change.start === true }),
  }
  if (Object.keys(body).length > 0) return body
  throw new CliError('Nothing to change was given.', {
    hint: 'See: taxiway applications update --help',
  })
}

export function consentCommand(): Command {
  const command = withContextOption(new Command('consent'))
    .description('Consent to delegated scopes of an application for the whole tenant.')
    .argument('<application>', 'its name or client id')
    .argument('[scopes...]', 'such as DeviceManagementServiceConfig.ReadWrite.All')
    .option('--end', 'withdraw all consent')
    .action(async (name: string, scopes: readonly string[], { end }: { end?: true }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, name)
      if (end) {
        await graph.remove(`${pathOf(found)}/consent`)
        return output.say(`${found.displayName} no longer has consent for the whole tenant.`)
      }
      const wanted = scopes.length > 0 ? scopes : found.delegatedScopes
      const body = JSON.stringify({ scopes: wanted })
      const changed = await graph.post<Application>(`${pathOf(found)}/consent`, body)
      output.say(`Consented for the whole tenant: ${changed.consentedScopes.join(', ')}.`)
    })
  return withExamples(command, {
    "taxiway applications consent 'Microsoft Graph PowerShell'": 'all scopes that it requests',
    'taxiway applications consent Tool --end': 'users are asked again',
  })
}
