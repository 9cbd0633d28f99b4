/** Completion for PowerShell 5.1 and newer, with descriptions. */
import { type CommandNode, flattened, type OptionNode, optionsAt } from './command-tree.ts'

export function powerShellCompletion(root: CommandNode): string {
  const nodes = flattened(root)
  return `# Completion of taxiway for PowerShell; made by: taxiway completion powershell
Register-ArgumentCompleter -Native -CommandName taxiway -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $offers = @{
${nodes.map((node) => `    ${quoted(node.place)} = @(${offers(root, node)})`).join('\n')}
  }
  $values = @{
${nodes.flatMap((node) => values(root, node)).join('\n')}
  }
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $place = ''
  foreach ($word in $words) {
    $next = "$place $word".Trim()
    if ($offers.ContainsKey($next)) { $place = $next }
  }
  $choices = if ($words.Count -gt 0) { $values["$place $($words[-1])"] }
  $found = if ($null -ne $choices) { $choices | ForEach-Object { , @($_, $_) } } else { $offers[$place] }
  $found | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
  }
}
`
}

function offers(root: CommandNode, node: CommandNode): string {
  const commands = node.commands.map(({ name, summary }) => pair(name, summary))
  const options = optionsAt(root, node).flatMap(({ names, description }) =>
    names.map((name) => pair(name, description)),
  )
  // A leading comma keeps a list of one pair a list of pairs.
  return [...commands, ...options].map((each) => `, ${each}`).join('; ')
}

function values(root: CommandNode, node: CommandNode): readonly string[] {
  return optionsAt(root, node).flatMap((option) =>
    option.choices.length === 0 ? [] : option.names.map((name) => choice(node, name, option)),
  )
}

function choice({ place }: CommandNode, name: string, { choices }: OptionNode): string {
  return `    ${quoted(`${place} ${name}`)} = @(${choices.map(quoted).join(', ')})`
}

const pair = (name: string, text: string) => `@(${quoted(name)}, ${quoted(text || name)})`

/** Between single quotes only they themselves have a meaning, typographic ones too. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}
