/** `taxiway people`: what an administrator does for a user who cannot sign in. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'

export function peopleCommand(): Command {
  const command = new Command('people').description('People who sign in, for administrators.')
  command.addCommand(unlockCommand())
  return withExamples(command, {
    'taxiway people unlock adele@contoso.test': 'after too many wrong passwords',
  })
}

function unlockCommand(): Command {
  const command = withContextOption(new Command('unlock'))
    .description('Unlock a user who was locked out by wrong passwords or codes.')
    .argument('<person>', 'user principal name or id')
    .option('--codes', 'one-time codes, after ten wrong ones in a row, instead of passwords')
    .action(async (person: string, { codes = false }: { codes?: boolean }) => {
      const graph = connect(await contextFor(command))
      const { id, userPrincipalName } = await graph.get<{ id: string; userPrincipalName: string }>(
        `/v1.0/users/${encodeURIComponent(person)}?$select=id,userPrincipalName`,
      )
      const what = codes ? 'unlock-codes' : 'unlock-sign-in'
      await ofTaxiway(graph, () => graph.post(`/admin/v1/users/${id}/${what}`, ''))
      outputOf(command).say(
        codes
          ? `One-time codes of ${userPrincipalName} work again.`
          : `${userPrincipalName} can sign in by password again.`,
      )
    })
  return withExamples(command, {
    'taxiway people unlock adele@contoso.test': 'passwords',
    'taxiway people unlock adele@contoso.test --codes': 'one-time codes',
  })
}
