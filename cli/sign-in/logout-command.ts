/** `taxiway logout`: forgets a context with its secret and its token. */
import { Command } from 'commander'
import { forgetContext, readContexts } from '../context/context-file.ts'
import { withExamples } from '../examples.ts'
import { outputOf } from '../terminal/output.ts'
import { unknownContext } from './current-context.ts'
import { forgetKeeping } from './keeping.ts'
import { forgetToken } from './kept-tokens.ts'

export function logoutCommand(): Command {
  const command = new Command('logout')
    .description('Forget a sign-in of this machine: its secret and its tokens.')
    .argument('[name]', 'the context to forget (default: the current one)')
    .action(async (name: string | undefined) => logout(name, command))
  return withExamples(command, {
    'taxiway logout': 'forget the current sign-in',
    'taxiway logout fabrikam.test': 'forget another one',
  })
}

async function logout(asked: string | undefined, command: Command): Promise<void> {
  const { current, contexts } = await readContexts()
  const name = asked ?? current
  const output = outputOf(command)
  if (name === undefined) return output.say('You are not signed in.')
  const context = contexts[name] ?? unknownContext(name, Object.keys(contexts))
  await forgetToken(context)
  if (context.account !== undefined) {
    const { forgetPerson } = await import('./library-token.ts')
    await forgetPerson(context)
  }
  await forgetContext(name)
  await forgetKeeping()
  output.say(`Signed out of ${name}.`)
}
