/** Changing an application, and allowing it something for everybody in the tenant. */
import { Command } from 'commander'
import type { Application } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { outputOf } from '../output.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
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
    .description('Change an application; only what is named changes.')
    .argument('<application>', 'its name or client id')
    .option('--name <name>', 'call it so')
    .option('--add-role <role...>', 'what it may do as itself from now on, besides')
    .option('--remove-role <role...>', 'what it may do no more')
    .option('--redirect-uri <uri...>', 'where it receives sign-ins, all of them')
    .option('--scope <scope...>', 'what it asks people for, all of it')
    .option('--stop', 'it gets no tokens, and those that it has are refused')
    .option('--start', 'it works again')
    .action(async (name: string, change: Change) => {
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, name)
      const body = JSON.stringify(changeOf(found, change))
      const changed = await graph.patch<Application>(pathOf(found), body)
      outputOf(command).rows([changed], applicationColumns)
    })
  return withExamples(command, {
    'taxiway applications update Upload --stop': 'no more tokens for it',
    'taxiway applications update Upload --add-role Device.Read.All': 'one role more',
  })
}

function changeOf({ roles }: Application, change: Change): object {
  if (change.stop && change.start) throw new CliError('Say one of --stop and --start.')
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
  throw new CliError('Nothing is named that should change.', {
    hint: 'See: taxiway applications update --help',
  })
}

export function consentCommand(): Command {
  const command = withContextOption(new Command('consent'))
    .description('Allow an application something in the name of everybody in the tenant.')
    .argument('<application>', 'its name or client id')
    .argument('[scopes...]', 'such as DeviceManagementServiceConfig.ReadWrite.All')
    .option('--end', 'take all of it back')
    .action(async (name: string, scopes: readonly string[], { end }: { end?: true }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found = await findApplication(graph, name)
      if (end) {
        await graph.remove(`${pathOf(found)}/consent`)
        return output.say(`${found.displayName} is allowed nothing for everybody any more.`)
      }
      const wanted = scopes.length > 0 ? scopes : found.delegatedScopes
      const body = JSON.stringify({ scopes: wanted })
      const changed = await graph.post<Application>(`${pathOf(found)}/consent`, body)
      output.say(`Allowed for everybody: ${changed.consentedScopes.join(', ')}.`)
    })
  return withExamples(command, {
    "taxiway applications consent 'Microsoft Graph PowerShell'": 'all that it asks for',
    'taxiway applications consent Tool --end': 'people are asked again',
  })
}
