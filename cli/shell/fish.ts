/** Completion for fish 3 and newer, with descriptions. */
import { type CommandNode, flattened, type OptionNode, optionsAt } from './command-tree.ts'

export function fishCompletion(root: CommandNode): string {
  const nodes = flattened(root)
  const places = nodes.filter(({ place }) => place !== '').map(({ place }) => quoted(place))
  return `# Completion of taxiway for fish; made by: taxiway completion fish
set -g __taxiway_places ${places.join(' ')}
function __taxiway_at
  set -l place ''
  set -l words (commandline -opc)
  for word in $words[2..]
    set -l next (string trim -- "$place $word")
    contains -- $next $__taxiway_places; and set place $next
  end
  test "$place" = "$argv[1]"
end
complete -c taxiway -e
${nodes.flatMap((node) => lines(root, node)).join('\n')}
`
}

function lines(root: CommandNode, node: CommandNode): readonly string[] {
  const at = `complete -c taxiway -n ${quoted(`__taxiway_at ${quoted(node.place)}`)}`
  const commands = node.commands.map(
    ({ name, summary }) => `${at} -f -a ${quoted(name)} -d ${quoted(summary)}`,
  )
  const options = optionsAt(root, node).map(
    (option) => `${at} ${spellings(option)}${value(option)} -d ${quoted(option.description)}`,
  )
  return [...commands, ...options]
}

function spellings({ names }: OptionNode): string {
  return names
    .map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
    .join(' ')
}

function value({ takesValue, choices }: OptionNode): string {
  if (!takesValue) return ''
  return choices.length === 0 ? ' -r' : ` -x -a ${quoted(choices.join(' '))}`
}

/** Fish knows two escapes between single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
}
