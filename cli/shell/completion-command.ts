/** `taxiway completion`: a script with which a shell completes commands, options and their values. */
import { Argument, Command } from 'commander'
import { withExamples } from '../examples.ts'
import { outputOf } from '../terminal/output.ts'
import { bashCompletion } from './bash.ts'
import { type CommandNode, treeOf } from './command-tree.ts'
import { fishCompletion } from './fish.ts'
import { powerShellCompletion } from './power-shell.ts'
import { zshCompletion } from './zsh.ts'

const scripts: Readonly<Record<string, (root: CommandNode) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powerShellCompletion,
}

/** `whole` gives the program with every command. */
export function completionCommand(whole: () => Promise<Command>): Command {
  const shell = new Argument('<shell>', 'the shell that reads it')
  const command = new Command('completion')
    .description(
      'Print a script with which a shell completes commands, options and their values, with descriptions where it shows them.\n' +
        'It asks nobody when it completes: print it again after an upgrade.',
    )
    .addArgument(shell.choices(Object.keys(scripts)))
    .action(async (name: string) => {
      const script = scripts[name]?.(treeOf(await whole()))
      if (script !== undefined) outputOf(command).line(script.trimEnd())
    })
  return withExamples(command, {
    'taxiway completion bash > ~/.local/share/bash-completion/completions/taxiway':
      'for every new Bash of this user',
    'taxiway completion zsh > "${fpath[1]}/_taxiway"': 'for every new zsh',
    'taxiway completion fish > ~/.config/fish/completions/taxiway.fish': 'for every new fish',
    'taxiway completion powershell | Out-String | Invoke-Expression':
      'for this PowerShell; in $PROFILE for every new one',
  })
}
